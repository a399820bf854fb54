"""PostgreSQL lets a row pass whose CHECK comes to NULL: no condition of ours may be so undecided."""

import re
from itertools import count

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

#: Values of each type that conditions tell apart; the words a condition names come besides.
VALUES = {
    "bigint": ["0", "1", "2", "101"],
    "integer": ["0", "1", "2", "101"],
    "smallint": ["0", "1", "2", "101"],
    "boolean": ["false", "true"],
    "text": ["''", "'something'"],
    "jsonb": ["'null'", "'{}'", "'{\"a\": [1]}'"],
    "timestamp with time zone": ["'2026-11-23'", "'2026-11-24'"],
}
_CHECKS = """
    SELECT k.conname, pg_get_expr(k.conbin, k.conrelid), array_agg(ARRAY[a.attname, format_type(a.atttypid, NULL),
        a.attnotnull::text] ORDER BY a.attnum)
    FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey)
    WHERE k.contype = 'c' AND k.connamespace = 'public'::regnamespace GROUP BY k.oid
"""
#: Of a number that may be left out, Django's fields say no more than this.
_COUNTED = re.compile(r"\((\w+) >= 0\)")


def test_no_check_is_undecided() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CHECKS)
        checks = cursor.fetchall()
        undecided = set()
        for name, condition, columns in checks:
            if _COUNTED.fullmatch(condition):
                continue
            number = count()
            tried = " CROSS JOIN ".join(_tried(column, condition, next(number)) for column in columns)
            cursor.execute(f"SELECT count(*) FROM {tried} WHERE ({condition}) IS NULL")
            if cursor.fetchone() != (0,):
                undecided.add(name)
    assert undecided == set()
    assert len(checks) >= 70


def _tried(column: list[str], condition: str, number: int) -> str:
    """Every value of a column that the condition may tell apart, as a table of one column."""
    name, kind, needed = column
    kind = "text" if kind == "character varying" else kind
    words = re.findall(r"'[^']+'(?=::text)", condition) if kind == "text" else []
    values = [*VALUES[kind], *words, *([] if needed == "true" else ["NULL"])]
    return f'(SELECT unnest(ARRAY[{", ".join(values)}]::{kind}[]) AS "{name}") AS t{number}'


def test_what_a_function_asks_about_is_always_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT k.conrelid::regclass::text, p.prosrc FROM pg_constraint k JOIN pg_proc p ON p.proname = k.conname"
            " WHERE k.contype = 'c'"
        )
        asked = {
            (table, column) for table, body in cursor.fetchall() for column in re.findall(rf'"{table}"\."(\w+)"', body)
        }
        cursor.execute("SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attnotnull AND attnum > 0")
        assert asked - set(cursor.fetchall()) == set()
    assert len({table for table, _column in asked}) == 4
