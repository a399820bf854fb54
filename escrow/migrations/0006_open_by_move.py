"""The door to the books opens payments and holds as well, and leaves an act's effects to core's function."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "commit_move.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("core", "0003_write_effects"), ("escrow", "0005_commit_move")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
