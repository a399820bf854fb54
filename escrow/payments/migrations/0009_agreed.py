"""A second operator agrees, with whatever the first one proposed."""

import django.db.models.fields.json
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("payments", "0008_payout_from_deposit")]

    operations = [
        migrations.RemoveConstraint(model_name="decision", name="decision_one_open"),
        migrations.RemoveConstraint(model_name="decision", name="decision_transfer_once"),
        migrations.RenameField(model_name="decision", old_name="approved", new_name="agreed"),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agreed", None)), fields=("kind", "subject_id"), name="decision_one_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                django.db.models.fields.json.KeyTextTransform("reference", "data"),
                condition=models.Q(("agreed", None), ("agreed", True), _connector="OR"),
                name="decision_transfer_once",
            ),
        ),
    ]
