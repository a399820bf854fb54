"""What many orders were promised alike is one row, to which they refer.

Backward it brings the data back, and not the function `place_orders` as it was: migrate on to place orders.
"""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"

_GATHER = """
INSERT INTO orders_storedpolicy (id, content)
    SELECT policy_number(content), content FROM (SELECT DISTINCT content FROM orders_order) AS promised;
UPDATE orders_order SET policy_id = p.id FROM orders_storedpolicy p WHERE p.content = orders_order.content;
"""
_SCATTER = "UPDATE orders_order SET content = p.content FROM orders_storedpolicy p WHERE p.id = policy_id"
_TO_POLICY = {
    "db_constraint": False,
    "db_index": False,
    "on_delete": django.db.models.deletion.PROTECT,
    "related_name": "+",
    "to": "orders.storedpolicy",
}


class Migration(migrations.Migration):
    dependencies = [("orders", "0011_one_index_each")]

    operations = [
        migrations.CreateModel(
            name="StoredPolicy",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("content", models.JSONField()),
            ],
        ),
        migrations.RenameField("order", "policy", "content"),
        migrations.AddField("order", "policy", models.ForeignKey(null=True, **_TO_POLICY)),
        migrations.AlterField("order", "content", models.JSONField(null=True)),
        migrations.RunSQL((SQL / "policy_number.sql").read_text(), "DROP FUNCTION policy_number"),
        migrations.RunSQL(_GATHER, _SCATTER),
        migrations.AlterField("order", "policy", models.ForeignKey(**_TO_POLICY)),
        migrations.RemoveField("order", "content"),
        migrations.RunSQL(
            (SQL / "keep_policies.sql").read_text(),
            "DROP TRIGGER never_truncated ON orders_storedpolicy; DROP TRIGGER append_only ON orders_storedpolicy;"
            "ALTER TABLE orders_storedpolicy DROP CONSTRAINT policy_is_its_number",
        ),
        migrations.RunSQL((SQL / "place_orders.sql").read_text(), migrations.RunSQL.noop),
    ]
