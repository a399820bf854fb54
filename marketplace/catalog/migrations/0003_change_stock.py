"""Stock that cannot be oversold, for whoever changes it."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "change_stock.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_shelves")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION change_stock(text, jsonb)")]
