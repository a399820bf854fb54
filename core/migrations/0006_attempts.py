"""Attempts are counted up and never down: no CHECK says so to every statement that writes a deadline or a message."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0005_write_effects'),
    ]

    operations = [
        migrations.AlterField(
            model_name='deadline',
            name='attempts',
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='outboxmessage',
            name='attempts',
            field=models.SmallIntegerField(default=0),
        ),
    ]
