"""The index by which a shop's promises to ship are counted."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "count_promises.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial"), ("orders", "0005_order_gone")]
    operations = [migrations.RunSQL(SQL, "DROP INDEX deadline_promise")]
