"""The door to the books reads only the parts that a move has."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "commit_move.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("escrow", "0010_hold_book")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
