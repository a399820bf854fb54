"""Whatever the database says against what a charge pays for, that the money came is in the books, and the orders are
paid as soon as it says so no longer.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection

from core.outbox import deliver_due
from escrow.invariants import check_site
from escrow.ledger.models import JournalEntry
from escrow.models import Hold
from escrow.payments.models import Allocation, Capture
from marketplace.orders.models import Checkout
from marketplace.subscriptions import SUBSCRIPTIONS
from tests import databases, make
from tests.payments.charging import told

pytestmark = pytest.mark.usefixtures("committed_db")
DAY = timedelta(days=1)

#: Of each class of error that Django tells apart: what a trigger raises, what PostgreSQL says by itself, our own.
CODES = (
    *("P0001", "P0002", "XX000", "XX001", "0A000", "42501", "42P01", "21000", "22003", "23503", "23505", "23514"),
    *("40001", "40P01", "53100", "53200", "54000", "55P03", "57014", "DB001", "DB002", "DB004", "DB999"),
)


def _checkout(now: datetime) -> Checkout:
    """An order of 128.00 and one of 50.00."""
    wanted = {make.sku(make.listing(price=price)): 1 for price in (11_800, 4_000)}
    return make.checkout(make.basket(wanted=wanted), now=now)


def _states() -> list[str]:
    return list(Hold.objects.order_by("pk").values_list("state", flat=True))


@contextmanager
def _refused(table: str, event: str, code: str) -> Iterator[None]:
    """While it lasts, nothing of that kind can be written to `table`."""
    with closing(databases.server().connect(databases.current())) as owner, owner.cursor() as cursor:
        owner.autocommit = True
        cursor.execute(
            "CREATE FUNCTION refuse_it() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$;"
            f"CREATE TRIGGER refuse_it BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_it()"
        )
        try:
            yield
        finally:
            cursor.execute("DROP FUNCTION refuse_it CASCADE")


def _is_alone(capture: Capture) -> None:
    assert (capture.verdict, capture.allotted, capture.returned) == ("good", 0, 0)
    assert (_states(), Allocation.objects.count(), JournalEntry.objects.count()) == (["awaiting_payment"] * 2, 0, 1)
    assert [one["capture"] for one in told("capture.recorded")] == [capture.pk]
    assert told("order.paid") == []


def _is_paid_later(now: datetime) -> None:
    deliver_due(SUBSCRIPTIONS, now=now)
    assert (_states(), len(told("order.paid"))) == (["held", "held"], 2)
    assert check_site(now + DAY) == []


@pytest.mark.parametrize("code", CODES)
def test_the_charge_is_recorded_whatever_the_hold_is_refused_for(code: str, now: datetime) -> None:
    checkout = _checkout(now)
    with _refused("escrow_hold", "UPDATE", code):
        capture = make.heard(checkout.payment, now=now)
        _is_alone(capture)
    assert make.heard(checkout.payment, now=now, reference=capture.reference) == capture
    _is_paid_later(now)


def test_it_is_whatever_else_of_the_order_is_refused(now: datetime) -> None:
    checkout = _checkout(now)
    with _refused("payments_allocation", "INSERT", "P0001"):
        _is_alone(make.heard(checkout.payment, now=now))
    _is_paid_later(now)


@pytest.mark.parametrize("patience", ["lock_timeout", "statement_timeout"])
def test_somebody_who_keeps_an_order_locked_keeps_no_charge_from_the_books(patience: str, now: datetime) -> None:
    checkout = _checkout(now)
    with connection.cursor() as cursor:
        cursor.execute(f"SET {patience} = '200ms'")
    with closing(databases.server().connect(databases.current())) as other, other.cursor() as cursor:
        other.autocommit = False
        cursor.execute("SELECT FROM escrow_hold ORDER BY id LIMIT 1 FOR UPDATE")
        _is_alone(make.heard(checkout.payment, now=now))
        other.rollback()
    _is_paid_later(now)
