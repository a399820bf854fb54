"""What is due of a kind is read in the order in which workers take it, so that a batch reads no more than itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_write_effects")]
    operations = [
        migrations.RemoveIndex(model_name="deadline", name="deadline_due"),
        migrations.AddIndex(
            model_name="deadline",
            index=models.Index(
                condition=models.Q(("done_at", None), ("remainder", None)),
                fields=["kind", "due_at", "id"],
                name="deadline_due",
            ),
        ),
    ]
