from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0007_suspense_in_part'),
    ]

    operations = [
        migrations.AddField(
            model_name='payout',
            name='from_deposit',
            field=models.BooleanField(default=False),
        ),
    ]
