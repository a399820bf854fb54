"""A good charge pays what the layer above says that it is for, in the commit that records it, or is recorded alone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import DataError, IntegrityError, connection, transaction

from core.actor import PROVIDER, SYSTEM
from core.effects import CloseDeadline, Effects, Message, OpenDeadline, Subject, write
from core.models import Deadline
from escrow.actions.fund import fund_hold
from escrow.actions.void import void_hold
from escrow.invariants import check_all
from escrow.ledger.models import JournalEntry
from escrow.models import Hold
from escrow.moves import incoming
from escrow.payments.models import Allocation, Capture, Payment
from escrow.payments.paying import PaidFor, Pays
from tests.conftest import CommittedDatabase
from tests.escrow.journals import lines
from tests.make import escrow as make
from tests.payments.charging import charge, told

LATER = timedelta(days=3)
SMALL = replace(make.PLAIN, amount=5_000, fee_base=5_000)


def _for(*holds: Hold, effects: Effects = Effects(), besides: Effects = Effects()) -> Pays:
    """Whatever the payment is, it is for these."""
    return lambda _payment, _now: PaidFor([(Hold.objects.get(pk=hold.pk), effects) for hold in holds], besides)


def _two(now: datetime) -> tuple[Payment, Hold, Hold]:
    payment = make.payment(now, 17_800)
    return payment, make.unpaid_hold(now, of=payment), make.unpaid_hold(now, SMALL, book_id=8, of=payment)


def _stands(*holds: Hold) -> list[tuple[str, int]]:
    return [(hold.state, hold.remaining) for hold in (Hold.objects.get(pk=hold.pk) for hold in holds)]


def _is_alone(capture: Capture) -> bool:
    alone = (capture.verdict, capture.allotted, len(told("capture.recorded"))) == ("good", 0, 1)
    return alone and not Allocation.objects.exists() and len(lines()) == 1


def test_1_5_all_of_it_is_kept_with_the_charge(db: None, now: datetime) -> None:
    payment, one, other = _two(now)
    write(Effects(deadlines=(OpenDeadline(Subject("payment", payment.pk, 0), "pay", now + LATER),)), now=now)
    said = Effects(messages=(Message(0, "tests", "order.paid", {}),))
    ended = Effects(deadlines=(CloseDeadline(incoming.of_payment(payment), "pay"),))
    capture = charge(payment, now, pays=_for(one, other, effects=said, besides=ended))
    payment.refresh_from_db()
    assert lines(P=payment.pk, A=one.pk, B=other.pk) == [
        ("capture:sandbox:ch1", "provider:sandbox", "payment:P", 17_800),
        ("hold:A:fund", "payment:P", "hold:A", 12_800),
        ("hold:B:fund", "payment:P", "hold:B", 5_000),
    ]
    assert JournalEntry.objects.values("xid").distinct().count() == 1
    assert (capture.allotted, capture.returned, payment.state, payment.ended_at) == (17_800, 0, "paid", now)
    assert _stands(one, other) == [("held", 12_800), ("held", 5_000)]
    assert (len(told("order.paid")), told("capture.recorded")) == (1, [])
    assert Deadline.objects.get(kind="pay").outcome == "met"
    assert charge(payment, now, pays=_for(one, other)) == capture
    assert check_all(now + LATER) == []


@pytest.mark.parametrize("which", [0, 1])
def test_only_a_part_of_it_is_known(which: int, db: None, now: datetime, caplog: pytest.LogCaptureFixture) -> None:
    payment, *holds = _two(now)
    assert _is_alone(charge(payment, now, pays=_for(holds[which])))
    assert caplog.text == ""


@pytest.mark.parametrize("poison", [{"state": "void"}, {"state": "held", "remaining": 5_000}, {"currency": "JPY"}])
def test_one_of_them_does_not_wait_for_this_money(
    poison: dict[str, str | int], db: None, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    payment, one, other = _two(now)
    Hold.objects.filter(pk=other.pk).update(**poison)
    assert _is_alone(charge(payment, now, pays=_for(one, other)))
    assert (_stands(one), caplog.text) == ([("awaiting_payment", 0)], "")


def test_nothing_is_to_be_paid_at_once(db: None, now: datetime) -> None:
    payment, one, _other = _two(now)
    assert _is_alone(charge(payment, now, pays=lambda _payment, _now: None))
    assert _stands(one) == [("awaiting_payment", 0)]


def test_a_layer_above_that_fails_keeps_no_charge_from_the_books(
    db: None, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    payment, _one, _other = _two(now)

    def fails(_payment: Payment, _now: datetime) -> PaidFor | None:
        raise ZeroDivisionError

    assert _is_alone(charge(payment, now, pays=fails))
    assert "could not be read" in caplog.text


def _cannot_be_read(_payment: Payment, _now: datetime) -> PaidFor | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")
    return None


def test_what_the_database_cannot_read_keeps_no_charge_from_the_books(
    committed_db: CommittedDatabase, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    payment, _one, _other = _two(now)
    assert _is_alone(charge(payment, now, pays=_cannot_be_read))
    assert ("could not be read" in caplog.text, "division by zero" in caplog.text) == (True, True)


def test_inside_a_transaction_what_cannot_be_read_is_refused_whole(
    db: None, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """It is spoilt, and that the charge is recorded alone would be untrue."""
    payment, _one, _other = _two(now)
    with pytest.raises(DataError, match="division by zero"), transaction.atomic():
        charge(payment, now, pays=_cannot_be_read)
    assert (lines(), Capture.objects.count(), caplog.text) == ([], 0, "")


def test_a_frozen_hold_keeps_no_charge_from_the_books(
    db: None, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    payment, one, other = _two(now)
    Hold.objects.filter(pk=one.pk).update(freeze_count=1)
    assert _is_alone(charge(payment, now, pays=_for(one, other)))
    assert _stands(one, other) == [("awaiting_payment", 0)] * 2
    assert "could not be read" in caplog.text


def _refused_by_the_database(one: Hold, now: datetime) -> Effects:
    promise = Effects(deadlines=(OpenDeadline(Subject("hold", one.pk, one.book_id), "release", now),))
    write(promise, now=now)
    return promise


def test_what_the_database_refuses_keeps_no_charge_from_the_books(
    committed_db: CommittedDatabase, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    hold = make.unpaid_hold(now)
    promise = _refused_by_the_database(hold, now)
    capture = charge(hold.payment, now, pays=_for(hold, effects=promise))
    assert _is_alone(capture)
    assert "is recorded alone" in caplog.text
    assert fund_hold(hold.pk, capture_id=capture.pk, now=now, actor=PROVIDER).state == "held"
    assert check_all(now + LATER) == []


def test_inside_a_transaction_it_is_refused_whole(db: None, now: datetime) -> None:
    """It is spoilt: nothing can be written in it any more."""
    hold = make.unpaid_hold(now)
    promise = _refused_by_the_database(hold, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        charge(hold.payment, now, pays=_for(hold, effects=promise))
    assert lines() == []


def test_what_is_not_good_asks_nobody_what_it_is_for(db: None, now: datetime) -> None:
    asked: list[int] = []

    def asks(payment: Payment, _now: datetime) -> PaidFor | None:
        asked.append(payment.pk)
        return None

    hold = make.unpaid_hold(now)
    assert charge(hold.payment, now, reference="c1", amount=1, pays=asks).verdict == "short"
    assert charge(None, now, reference="c2", pays=asks).verdict == "unknown"
    assert charge(hold.payment, now, reference="c3", pays=asks).verdict == "good"
    assert charge(hold.payment, now, reference="c4", pays=asks).verdict == "second"
    assert asked == [hold.payment_id]


def test_a_hold_that_ends_meanwhile_is_seen(
    committed_db: CommittedDatabase, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """Between reading and writing it is voided: it is decided again, and the charge is recorded alone."""
    payment, one, other = _two(now)
    asked: list[PaidFor | None] = []

    def pays(of: Payment, at: datetime) -> PaidFor | None:
        paid = _for(one, other)(of, at)
        if not asked:
            void_hold(other.pk, now=now, actor=SYSTEM)
        asked.append(paid)
        return paid

    assert _is_alone(charge(payment, now, pays=pays))
    assert (len(asked), caplog.text) == (2, "")
    assert _stands(one, other) == [("awaiting_payment", 0), ("void", 0)]
