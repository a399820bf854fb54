"""The door to the books writes down which payouts left a deposit; those that did before are marked."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "commit_move.sql").read_text()

#: Kind 7 is the deposit.
MARK = """
UPDATE payments_payout o SET from_deposit = true
FROM ledger_journalentry e JOIN ledger_posting p ON p.entry_id = e.id
WHERE e.book_id = o.book_id AND e.key = 'payout:' || o.id || ':request' AND p.debit >> 10 & 63 = 7;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("escrow", "0008_commit_move"),
        ("ledger", "0003_entry_of_book"),
        ("payments", "0008_payout_from_deposit"),
    ]
    operations = [migrations.RunSQL(SQL + MARK, migrations.RunSQL.noop)]
