"""What one index finds is not written into a second one."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('escrow', '0015_commit_move'),
    ]

    operations = [
        migrations.AlterField(
            model_name='freeze',
            name='hold',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='freezes', to='escrow.hold'),
        ),
        migrations.AlterField(
            model_name='reserve',
            name='hold',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='reserves', to='escrow.hold'),
        ),
    ]
