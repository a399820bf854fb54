"""What was sold is found by its book."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("escrow", "0009_commit_move")]
    operations = [
        migrations.AddIndex(model_name="hold", index=models.Index(fields=["book_id"], name="hold_book")),
    ]
