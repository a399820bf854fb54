"""Stock is set aside without looking at other SKUs, however few there are."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "change_stock.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0006_change_stock")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
