"""What may not be of a hold is asked by one function: the server read six CHECKs anew for every statement."""

import core.row_check
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('escrow', '0013_hold_promised'),
        ('payments', '0010_capture_sound'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='hold',
            name='hold_discount_within',
        ),
        migrations.RemoveConstraint(
            model_name='hold',
            name='hold_fee_rate_basis_points',
        ),
        migrations.RemoveConstraint(
            model_name='hold',
            name='hold_back_within',
        ),
        migrations.RemoveConstraint(
            model_name='hold',
            name='hold_keeps_the_rest_while_held',
        ),
        migrations.AlterField(
            model_name='hold',
            name='fee_rate',
            field=models.IntegerField(),
        ),
        migrations.AlterField(
            model_name='hold',
            name='freeze_count',
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=core.row_check.RowCheck(conditions={'hold_back_within': models.Q(('goods_back__gte', 0), ('goods_back__lte', models.F('fee_base')), ('other_back__gte', 0), ('other_back__lte', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('amount'), '-', models.F('fee_base')), '-', models.F('tax'))), ('tax_back__gte', 0), ('tax_back__lte', models.F('tax'))), 'hold_discount_within': models.Q(('discount__gte', 0), ('discount__lt', models.F('amount'))), 'hold_fee_rate_basis_points': models.Q(('fee_rate__gte', 0), ('fee_rate__lte', 10000)), 'hold_freezes_counted': models.Q(('freeze_count__gte', 0)), 'hold_keeps_the_rest_while_held': models.Case(models.When(state='held', then=models.Q(('remaining', django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.F('amount'), '-', models.F('goods_back')), '-', models.F('other_back')), '-', models.F('tax_back'))), ('remaining__gt', 0))), default=models.Q(('remaining', 0)), output_field=models.BooleanField())}, name='hold_sound'),
        ),
    ]
