"""What an act leaves behind is written by a function that reads only the parts there are."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "write_effects.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("core", "0004_deadline_due")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
