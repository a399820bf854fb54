"""Stock is set aside without looking at other listings, and planned once a connection."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "change_stock.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_close")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
