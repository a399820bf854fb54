"""What was promised by a promotion is found among the holds that it was promised to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("escrow", "0012_hold_constraints")]
    operations = [
        migrations.AddIndex(
            model_name="hold",
            index=models.Index(condition=models.Q(("discount__gt", 0)), fields=["currency"], name="hold_promised"),
        ),
    ]
