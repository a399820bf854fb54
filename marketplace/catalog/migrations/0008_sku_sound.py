"""What may not be of a SKU is asked by one function: the server read six CHECKs anew for every piece that moved."""

import core.row_check
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('catalog', '0007_change_stock'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='sku',
            name='sku_price_positive',
        ),
        migrations.RemoveConstraint(
            model_name='sku',
            name='sku_never_oversold',
        ),
        migrations.AlterField(
            model_name='sku',
            name='position',
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='sku',
            name='received',
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='sku',
            name='reserved',
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name='sku',
            name='sold',
            field=models.IntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name='sku',
            constraint=core.row_check.RowCheck(conditions={'sku_never_oversold': models.Q(('received__gte', django.db.models.expressions.CombinedExpression(models.F('sold'), '+', models.F('reserved'))), ('reserved__gte', 0), ('sold__gte', 0)), 'sku_position_counted': models.Q(('position__gte', 0)), 'sku_price_positive': models.Q(('price__gt', 0))}, name='sku_sound'),
        ),
    ]
