"""The triggers that keep what was written, and what the site's role may not do."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "keep_messages.sql").read_text()

TABLES = ("conversations_message", "conversations_photo")
UNDO = "".join(f"DROP TRIGGER never_truncated ON {table}; DROP TRIGGER append_only ON {table};" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_sequence_and_append_only"), ("conversations", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
