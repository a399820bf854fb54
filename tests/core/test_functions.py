"""What is written by SQL is written whole, and the functions of the database are those of the files."""

import re

from django.apps import apps
from django.db import connection

from tests import tracked
from tests.tracked import ROOT

TABLES = {model._meta.db_table: model for model in apps.get_models()}
FILES = [ROOT / path for path in tracked.files() if path.endswith(".sql")]

#: Columns that an insert leaves out: the table's own number, and what is empty until something happens.
LEFT_OUT = {
    "core_idempotencykey": {"id"},
    "ledger_account": {"id"},
    "core_deadline": {"id", "remainder", "noticed_at", "leased_until", "done_at"},
    "core_auditrecord": {"id"},
    "core_outboxmessage": {"id", "leased_until", "delivered_at", "dead_at"},
    "orders_orderline": {"id"},
    "orders_charge": {"id"},
    "orders_couponuse": {"id"},
    "orders_address": {"id"},
}


def _columns(table: str) -> set[str]:
    return {field.attname for field in TABLES[table]._meta.concrete_fields}


def test_every_insert_names_every_column_of_its_table() -> None:
    text = "".join(path.read_text() for path in FILES)
    inserts = re.findall(r"INSERT INTO (\w+)(?: AS t)? \(([^)]*)\)", text)
    named = {table: {name.strip() for name in names.split(",")} for table, names in inserts}
    assert named == {table: _columns(table) - LEFT_OUT.get(table, set()) for table in named}
    assert len(named) == 24


def test_the_last_migration_of_each_function_wrote_what_its_file_says(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
        there = dict(cursor.fetchall())
    bodies = {
        name: body
        for path in FILES
        for name, body in re.findall(
            r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\(.*?AS \$\$(.*?)\$\$;", path.read_text(), re.DOTALL
        )
    }
    assert len(bodies) >= 8
    assert {name: there[name] for name in bodies} == bodies
