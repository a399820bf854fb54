"""What is waited for or held is found by its state."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("escrow", "0012_hold_constraints")]
    operations = [
        migrations.AddIndex(
            model_name="hold",
            index=models.Index(
                condition=models.Q(("state__in", ["awaiting_payment", "held"])),
                fields=["state", "currency"],
                name="hold_open",
            ),
        ),
    ]
