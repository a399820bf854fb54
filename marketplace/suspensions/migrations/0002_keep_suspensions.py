"""The trigger that keeps what was written, and what the site's role may not do."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "keep_suspensions.sql").read_text()

UNDO = """
DROP TRIGGER never_truncated ON suspensions_suspension;
DROP TRIGGER kept ON suspensions_suspension;
DROP FUNCTION keep_suspension();
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0002_sequence_and_append_only"), ("suspensions", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
