"""What many orders were promised alike is one row, to which they refer."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent.parent / "sql"

# The number of what was promised before need not follow from it as Python reckons it: nothing else can have it.
_GATHER = """
INSERT INTO orders_storedpolicy (id, content)
    SELECT ('x' || md5(content::text))::bit(64)::bigint & 9223372036854775807, content
    FROM (SELECT DISTINCT content FROM orders_order) AS promised;
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
        migrations.RunSQL(_GATHER, _SCATTER),
        migrations.AlterField("order", "policy", models.ForeignKey(**_TO_POLICY)),
        migrations.RemoveField("order", "content"),
        migrations.RunSQL(
            (SQL / "keep_policies.sql").read_text(),
            "DROP TRIGGER never_truncated ON orders_storedpolicy; DROP TRIGGER append_only ON orders_storedpolicy",
        ),
        migrations.RunSQL((SQL / "place_orders.sql").read_text(), migrations.RunSQL.noop),
    ]
