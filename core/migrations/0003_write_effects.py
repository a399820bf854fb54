"""What an act leaves behind is written by one function."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "write_effects.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("core", "0002_sequence_and_append_only")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION write_effects(jsonb)")]
