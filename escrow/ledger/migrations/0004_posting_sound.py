"""What may not be of a posting is asked by one function: the server read five CHECKs anew for every statement."""

import core.row_check
import django.db.models.expressions
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ledger', '0003_entry_of_book'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='posting',
            name='posting_amount_positive',
        ),
        migrations.RemoveConstraint(
            model_name='posting',
            name='posting_moves',
        ),
        migrations.RemoveConstraint(
            model_name='posting',
            name='posting_accounts_positive',
        ),
        migrations.RemoveConstraint(
            model_name='posting',
            name='posting_one_currency',
        ),
        migrations.AlterField(
            model_name='posting',
            name='line',
            field=models.SmallIntegerField(),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=core.row_check.RowCheck(conditions={'posting_accounts_positive': models.Q(('credit__gt', 0), ('debit__gt', 0)), 'posting_amount_positive': models.Q(('amount__gt', 0)), 'posting_line_counted': models.Q(('line__gte', 0)), 'posting_moves': models.Q(('debit', models.F('credit')), _negated=True), 'posting_one_currency': django.db.models.lookups.Exact(django.db.models.expressions.CombinedExpression(models.F('debit'), '&', models.Value(1023)), django.db.models.expressions.CombinedExpression(models.F('credit'), '&', models.Value(1023)))}, name='posting_sound'),
        ),
    ]
