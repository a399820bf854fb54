"""What may not be of a capture is asked by one function."""

import core.row_check
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0009_agreed'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='capture',
            name='capture_amount_positive',
        ),
        migrations.RemoveConstraint(
            model_name='capture',
            name='capture_spent_once',
        ),
        migrations.AddConstraint(
            model_name='capture',
            constraint=core.row_check.RowCheck(conditions={'capture_amount_positive': models.Q(('amount__gt', 0)), 'capture_spent_once': models.Q(('allotted__gte', 0), ('allotted__lte', django.db.models.expressions.CombinedExpression(models.F('amount'), '-', models.F('returned'))), ('returned__gte', 0))}, name='capture_sound'),
        ),
    ]
