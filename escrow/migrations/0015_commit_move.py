"""The door to the books looks once for all that few moves have."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "commit_move.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("escrow", "0014_hold_sound")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
