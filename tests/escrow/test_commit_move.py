"""The function of the database: its columns, its guards, its keys, and what it refuses."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection

from core.errors import Mismatch
from core.idempotency import Idempotency
from core.models import AuditRecord, IdempotencyKey
from core.twice import ChangedMeanwhile
from escrow import commit
from escrow.ledger.models import JournalEntry, Posting
from escrow.move import CHANGEABLE, Change, Line, Move, entry
from escrow.moves import accounts
from tests.make import escrow as make

SQL = (Path(commit.__file__).parent / "sql" / "commit_move.sql").read_text()
TABLES = {model._meta.db_table: model for model in apps.get_models()}

#: Columns of rows that change, which no move may change: facts.
FACTS = {
    "payments_payment": {
        "reference", "purpose", "book_id", "payer_id", "gateway", "currency", "amount", "opened_at", "expires_at",
    },
    "payments_chargeback": {
        "capture_id", "gateway", "reference", "currency", "amount", "fee", "reason", "evidence_due_at", "opened_at",
    },
    "payments_capture": {
        "gateway", "reference", "claimed_reference", "currency", "amount", "captured_at", "recorded_at",
    },
    "escrow_hold": {
        "book_id", "payment_id", "currency", "amount", "discount", "fee_base", "tax", "fee_rate", "opened_at",
    },
    "payments_refund": {
        "book_id", "capture_id", "hold_id", "payer_id", "reference", "currency", "amount", "reason", "opened_at",
    },
    "payments_payout": {
        "book_id", "account_id", "refund_id", "from_deposit", "gateway", "reference", "currency", "amount", "agreement",
        "opened_at",
    },
}  # fmt: skip


def columns(table: str) -> set[str]:
    return {field.attname for field in TABLES[table]._meta.concrete_fields}


def test_every_change_writes_what_may_change_and_nothing_else() -> None:
    body = SQL[SQL.index("BEGIN") :]
    updates = re.findall(r"UPDATE ((?:payments|escrow)_(?!freeze|reserve)\w+) t\s+SET (.*?)\s+FROM", body, re.DOTALL)
    written = {
        table: set(re.findall(r"(\w+) = (?:coalesce\(r\.\1, t\.\1\)|t\.version \+ 1)", assignments))
        for table, assignments in updates
    }
    assert written == {table: columns(table) - facts - {"id"} for table, facts in FACTS.items()}
    assert {model._meta.db_table: set(names) | {"version"} for model, (_part, names) in CHANGEABLE.items()} == written


def call(move: dict[str, Any], now: datetime) -> str:
    """The SQLSTATE of a raw call."""
    with pytest.raises(DatabaseError) as raised, connection.cursor() as cursor:
        cursor.execute("SELECT commit_move(%s)", [json.dumps({"now": now.isoformat(), **move})])
    code: str = raised.value.__cause__.pgcode  # type: ignore[union-attr]
    return code


@pytest.mark.parametrize("version", [{}, {"version": None}, {"version": 0}, {"version": 2}])
def test_another_version_or_none_at_all_is_a_changed_row(db: None, now: datetime, version: dict[str, Any]) -> None:
    hold = make.hold(now)  # version 1
    assert call({"hold": [{"id": hold.id, "fee": 1} | version]}, now) == "DB001"


def test_a_row_that_is_not_there_is_a_changed_row(db: None, now: datetime) -> None:
    assert call({"refund": [{"id": 12345, "version": 0, "state": "sent"}]}, now) == "DB001"


@pytest.mark.parametrize("new", [{"ended_at": None}, {"amount": 1}, {"version": 9}])
def test_a_change_sets_what_may_change_and_never_to_nothing(db: None, now: datetime, new: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is not a change"):
        commit.send([Move(changes=(Change(make.hold(now), new),))], now=now)


def fees_entry(key: str, amount: int) -> Move:
    line = Line(accounts.payable(make.BOOK, "CNY"), accounts.fees("CNY"), amount)
    return Move(entries=(entry(make.BOOK, key, line),))


def test_a_key_posted_twice_with_the_same_content_is_one_entry(db: None, now: datetime) -> None:
    assert commit.send([fees_entry("once", 5)], now=now) is None
    assert commit.send([fees_entry("once", 5)], now=now) == {"repeated": True}
    assert (JournalEntry.objects.count(), Posting.objects.count()) == (1, 1)


def test_a_key_posted_again_with_other_content_is_an_error(db: None, now: datetime) -> None:
    commit.send([fees_entry("once", 5)], now=now)
    with pytest.raises(commit.EntryMismatch):
        commit.send([fees_entry("once", 6)], now=now)


def test_a_known_key_with_a_change_is_decided_again(db: None, now: datetime) -> None:
    hold = make.hold(now)
    commit.send([fees_entry("once", 5)], now=now)
    once_more = Move(changes=(Change(hold),), entries=fees_entry("once", 5).entries)
    with pytest.raises(ChangedMeanwhile):
        commit.send([once_more], now=now)


def idempotent(fingerprint: str) -> Move:
    key = Idempotency("user:1", "k", fingerprint, {"payout": 9})
    return Move(entries=fees_entry("by-key", 5).entries, idempotency=key)


def test_an_idempotency_key_answers_what_it_answered(db: None, now: datetime) -> None:
    assert commit.send([idempotent("a")], now=now) is None
    assert commit.send([idempotent("a")], now=now) == {"answer": {"payout": 9}}
    assert (IdempotencyKey.objects.count(), JournalEntry.objects.count()) == (1, 1)


def test_an_idempotency_key_with_other_content_is_refused(db: None, now: datetime) -> None:
    commit.send([idempotent("a")], now=now)
    with pytest.raises(Mismatch) as refusal:
        commit.send([idempotent("b")], now=now)
    assert refusal.value.code == "idempotency_mismatch"


def test_two_currencies_are_not_posted_to_one_another(db: None, now: datetime) -> None:
    line = Line(accounts.payable(make.BOOK, "CNY"), accounts.fees("JPY"), 5)
    with pytest.raises(DatabaseError, match="posting_one_currency"):
        commit.send([Move(entries=(entry(make.BOOK, "mixed", line),))], now=now)


@pytest.mark.parametrize("amount", [-5, 2**63])
def test_an_amount_below_nothing_or_beyond_a_bigint_is_refused(db: None, now: datetime, amount: int) -> None:
    with pytest.raises(DatabaseError):
        commit.send([fees_entry("odd", amount)], now=now)


@pytest.mark.parametrize("table", ["ledger_journalentry", "ledger_posting"])
@pytest.mark.parametrize(
    "change", ["INSERT INTO {} DEFAULT VALUES", "UPDATE {} SET book_id = 1", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_the_site_may_not_write_the_journal_but_by_the_function(
    db: None, now: datetime, table: str, change: str
) -> None:
    commit.send([fees_entry("fact", 5)], now=now)
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="permission denied"):
        cursor.execute(change.format(table))


def test_an_audit_row_carries_who_and_how_much(db: None, now: datetime) -> None:
    hold = make.hold(now)
    record = AuditRecord.objects.get(subject_type="hold", action="fund")
    assert (record.actor_role, record.actor_id, record.at, record.book_id) == ("provider", None, now, make.BOOK)
    assert record.data["amount"] == hold.amount
