"""What one index finds is not written into a second one."""

from django.db import connection

#: A plain index whose columns, in their order, begin another index of the table that leaves no row out.
_TWICE = """
    SELECT short.indexrelid::regclass::text, long.indexrelid::regclass::text
    FROM pg_index short JOIN pg_index long ON long.indrelid = short.indrelid AND long.indexrelid <> short.indexrelid
        JOIN pg_class c ON c.oid = short.indrelid JOIN pg_class i ON i.oid = short.indexrelid
        JOIN pg_am m ON m.oid = i.relam
    WHERE c.relname ~ '^(core|escrow|ledger|notifications|orders|payments)_'
        AND m.amname = 'btree' AND NOT short.indisunique
        AND short.indpred IS NULL AND long.indpred IS NULL AND short.indexprs IS NULL AND long.indexprs IS NULL
        AND (long.indkey::text || ' ') LIKE (short.indkey::text || ' %')
        AND (long.indclass::text || ' ') LIKE (short.indclass::text || ' %')
        AND (long.indoption::text || ' ') LIKE (short.indoption::text || ' %')
    ORDER BY 1
"""


def test_no_index_of_what_a_purchase_writes_is_the_beginning_of_another(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_TWICE)
        assert cursor.fetchall() == []


def test_an_index_that_is_the_beginning_of_another_is_found(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE orders_probe (a int, b int) ON COMMIT DROP")
        cursor.execute("CREATE INDEX probe_a ON orders_probe (a)")
        cursor.execute("CREATE UNIQUE INDEX probe_a_b ON orders_probe (a, b)")
        cursor.execute("CREATE INDEX probe_b ON orders_probe (b)")
        cursor.execute("CREATE INDEX probe_a_down ON orders_probe (a DESC)")
        cursor.execute(_TWICE)
        assert cursor.fetchall() == [("probe_a", "probe_a_b")]
