"""Shipping writes its rows in the round trip that compares the order's hold."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent.parent / "sql" / "ship_parcel.sql").read_text()


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_place_orders")]
    operations = [migrations.RunSQL(SQL, "DROP FUNCTION ship_parcel(jsonb, jsonb)")]
