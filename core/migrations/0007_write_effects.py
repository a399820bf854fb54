"""What few acts do with their deadlines is looked for once."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "write_effects.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("core", "0006_attempts")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
