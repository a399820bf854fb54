"""The clone that one committed test leaves to the next: emptied, it is like a new one, in a tenth of the time.

A clone by file takes half a second of a core. What a test has changed beside rows (a table, a right, a trigger, what
the migrations put there) is not put back: such a clone is dropped, and the next test gets a new one.
"""

from contextlib import closing
from typing import Any

from psycopg2 import extensions

from tests import databases

#: What migrations fill.
SOWN = ("django_migrations", "django_content_type", "auth_permission", "catalog_category")
#: Tables, columns, rights, triggers, constraints, functions and the rows of the above, as one word.
LIKENESS = f"""
    SELECT md5(concat(
        (SELECT string_agg(concat(oid, relname, relacl), '' ORDER BY oid) FROM pg_class
            WHERE relnamespace = 'public'::regnamespace),
        (SELECT string_agg(concat(attrelid, attname, atttypid, attnotnull, attacl), '' ORDER BY attrelid, attnum)
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace),
        (SELECT string_agg(concat(oid, tgenabled), '' ORDER BY oid) FROM pg_trigger),
        (SELECT string_agg(concat(oid, conname, convalidated), '' ORDER BY oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace),
        (SELECT string_agg(concat(oid, prosrc), '' ORDER BY oid) FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace),
        {", ".join(f"(SELECT string_agg(t::text, '' ORDER BY id) FROM {table} t)" for table in SOWN)}
    ))
"""
GUESTS = """
    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
RESTART = """
    SELECT setval(format('%%I.%%I', schemaname, sequencename), start_value, false) FROM pg_sequences
    WHERE last_value IS NOT NULL AND sequencename <> ALL (%s)
"""

_spare: list[tuple[str, str]] = []


def lend() -> tuple[str, str]:
    """A database like the template, and its likeness."""
    if _spare:
        return _spare.pop()
    name = databases.clone()
    with closing(databases.server().connect(name)) as connection, connection.cursor() as cursor:
        return name, _likeness(cursor)


def take_back(name: str, likeness: str) -> None:
    """Empty a clone that nobody needs any more, for the next test; drop it if it is no longer like the template."""
    with closing(databases.server().connect(name)) as connection, connection.cursor() as cursor:
        cursor.execute(GUESTS)
        alike = _likeness(cursor) == likeness
        if alike:
            _empty(cursor)
    if alike:
        _spare.append((name, likeness))
    else:
        databases.drop(name)


def drop_spare() -> None:
    """Drop what nobody will borrow again."""
    while _spare:
        databases.drop(_spare.pop()[0])


def _likeness(cursor: extensions.cursor) -> str:
    return str(_only(cursor, LIKENESS)[0])


def _only(cursor: extensions.cursor, statement: str) -> tuple[Any, ...]:
    cursor.execute(statement)
    return cursor.fetchone() or ()


def _empty(cursor: extensions.cursor) -> None:
    """Delete all rows but those of the migrations. Vacuumed, a table is filled from its beginning again."""
    cursor.execute(TABLES)
    tables = [f'"{name}"' for (name,) in cursor.fetchall() if name not in SOWN]
    has_rows = _only(cursor, "SELECT " + ", ".join(f"EXISTS (SELECT FROM {table})" for table in tables))
    filled = [table for table, yes in zip(tables, has_rows, strict=True) if yes]
    # Without triggers: neither what may not be deleted nor the order of foreign keys matters here.
    cursor.execute("SET session_replication_role = replica")
    cursor.execute("; ".join(f"DELETE FROM {table}" for table in filled) or "SELECT")
    cursor.execute(RESTART, [[f"{table}_id_seq" for table in SOWN]])
    if filled:
        cursor.execute("VACUUM " + ", ".join(filled))
