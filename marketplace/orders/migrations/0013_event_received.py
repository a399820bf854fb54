"""When a carrier's event was received: one dated in the future happened then. Rows kept before have none."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0012_stored_policy'),
    ]

    operations = [
        migrations.AddField(
            model_name='shipmentevent',
            name='received_at',
            field=models.DateTimeField(null=True),
        ),
    ]
