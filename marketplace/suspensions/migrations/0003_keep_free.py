"""Who places an order shares the people concerned with others and with nobody who suspends them."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "keep_free.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("suspensions", "0002_keep_suspensions")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION keep_free(bigint, jsonb)")]
