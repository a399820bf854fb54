"""The one door to the books, and the triggers that keep the journal as it was written."""

from pathlib import Path

from django.db import migrations

FOLDER = Path(__file__).parent.parent / "sql"
SQL = "".join((FOLDER / name).read_text() for name in ("commit_move.sql", "guard_journal.sql"))

UNDO = """
DROP TRIGGER never_truncated ON ledger_posting;
DROP TRIGGER append_only ON ledger_posting;
DROP TRIGGER never_truncated ON ledger_journalentry;
DROP TRIGGER append_only ON ledger_journalentry;
DROP FUNCTION commit_move_again(jsonb);
DROP FUNCTION commit_move(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0002_sequence_and_append_only"),
        ("ledger", "0001_initial"),
        ("payments", "0002_initial"),
        ("escrow", "0002_initial"),
    ]
    operations = [migrations.RunSQL(SQL, UNDO)]
