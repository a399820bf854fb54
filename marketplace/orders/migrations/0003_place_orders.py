"""Placing writes all its rows in the round trip of its money."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0002_alter_order_closed_by"),
        ("catalog", "0003_change_stock"),
        ("suspensions", "0003_keep_free"),
        ("escrow", "0006_open_by_move"),
    ]
    operations = [
        migrations.RunSQL(
            (SQL / "remember_address.sql").read_text(), "DROP FUNCTION remember_address(bigint, timestamptz, jsonb)"
        ),
        migrations.RunSQL((SQL / "place_orders.sql").read_text(), "DROP FUNCTION place_orders(jsonb, jsonb)"),
    ]
