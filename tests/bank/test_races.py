"""Two operators at once, over real connections: each line is one arrival, booked once; each transfer ends once."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import pytest

from core.actor import SYSTEM
from core.models import AuditRecord
from escrow.bank.actions.book_arrival import book_arrival, discard_arrival, match_arrival
from escrow.bank.actions.end_transfer import refuse_transfer, tick_off_transfer
from escrow.bank.actions.enter_arrival import enter_arrival
from escrow.bank.actions.enter_statement import enter_statement
from escrow.bank.models import Arrival, Transfer
from escrow.bank.statement import read
from escrow.invariants import check_all
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.refunds import work_off_refunds
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.actions.work_off_events import work_off_events
from escrow.payments.models import Capture, Payout, ProviderEvent
from tests.conftest import CommittedDatabase
from tests.make import bank as make
from tests.make import escrow
from tests.payments.charging import at_once
from tests.payments.provider_side import account, earned

ONE, TWO, THREE = 101, 102, 103


@pytest.fixture(autouse=True)
def _all_is_well(committed_db: CommittedDatabase, now: datetime) -> Iterator[None]:
    yield
    assert check_all(now) == []


def test_one_line_entered_by_ten_is_one_arrival(now: datetime) -> None:
    line = make.statement_line(now)
    acts = [partial(enter_arrival, line, operator_id=100 + number, now=now) for number in range(10)]
    assert at_once(*acts) == ["done"] + ["entered_already"] * 9
    assert Arrival.objects.count() == 1


def test_statements_that_overlap_entered_at_once_enter_each_line_once(now: datetime) -> None:
    rows = [f"2026-11-23,{number}.00,N{number}" for number in range(1, 41)]
    texts = ["\n".join(("date,amount,bank reference", *part)) for part in (rows[:30], rows[:9:-1], rows[::-1], rows)]
    acts = [partial(enter_statement, read(text, currency="CNY"), operator_id=ONE, now=now) for text in texts]
    single = partial(enter_arrival, read(texts[0], currency="CNY").rows[20].line, operator_id=TWO, now=now)
    ends = at_once(*acts, single)
    assert (ends.count("done") >= 4, set(ends) <= {"done", "entered_already"}) == (True, True)
    assert sorted(Arrival.objects.values_list("amount", flat=True)) == [100 * number for number in range(1, 41)]
    assert AuditRecord.objects.filter(subject_type="arrival", action="enter").count() == 40


def test_two_operators_who_book_at_once_book_once(now: datetime) -> None:
    arrival = make.entered_arrival(now, make.bank_payment(now))
    book = [
        partial(book_arrival, arrival.pk, claimed=arrival.claimed, operator_id=who, now=now) for who in (TWO, THREE)
    ]
    assert at_once(*book) == ["arrival_over", "done"]
    assert at_once(*[partial(work_off_events, now)] * 4) == ["done"] * 4
    assert (ProviderEvent.objects.count(), Capture.objects.count()) == (1, 1)


def test_booking_against_matching_and_putting_away(now: datetime) -> None:
    payment = make.bank_payment(now)
    arrival = make.entered_arrival(now)
    ends = at_once(
        partial(book_arrival, arrival.pk, claimed="", operator_id=TWO, now=now),
        partial(match_arrival, arrival.pk, claimed=payment.reference, operator_id=ONE, now=now),
        partial(discard_arrival, arrival.pk, operator_id=ONE, now=now),
    )
    arrival.refresh_from_db()
    assert (ends.count("done") >= 1, set(ends) <= {"done", "arrival_over", "matched_anew"}) == (True, True)
    assert (arrival.state == "booked") == ProviderEvent.objects.exists()


def test_one_payout_that_came_back_on_two_lines_is_returned_once(now: datetime) -> None:
    transfer = _payout(now)
    tick_off_transfer(transfer.pk, bank_reference="T", operator_id=ONE, now=now)
    arrivals = [make.entered_arrival(now, amount=12_500) for _line in range(2)]
    for arrival in arrivals:
        match_arrival(arrival.pk, transfer_id=transfer.pk, operator_id=ONE, now=now)
    book = partial(book_arrival, claimed="", transfer=transfer.reference, operator_id=TWO, now=now)
    assert at_once(*(partial(book, arrival.pk) for arrival in arrivals)) == ["done", "transfer_not_out"]
    work_off_events(now)
    assert Payout.objects.get().state == "returned"


def test_ticked_off_and_refused_at_once_a_transfer_ends_once(now: datetime) -> None:
    transfer = _payout(now)
    ends = at_once(
        partial(tick_off_transfer, transfer.pk, bank_reference="T", operator_id=ONE, now=now),
        partial(refuse_transfer, transfer.pk, problem="No.", operator_id=TWO, now=now),
    )
    assert (ends, ProviderEvent.objects.count()) == (["done", "transfer_over"], 1)


def test_ten_workers_put_a_refund_onto_the_list_once(now: datetime) -> None:
    make.booked_arrival(now, make.bank_payment(now), amount=500)
    work_off_events(now)
    assert at_once(*[partial(work_off_refunds, now)] * 10) == ["done"] * 10
    assert list(Transfer.objects.values_list("amount", "state")) == [(500, "listed")]


def _payout(now: datetime) -> Transfer:
    earned(now)
    account(now)
    request_payout(book_id=escrow.BOOK, amount=12_500, currency="CNY", now=now, actor=SYSTEM)
    work_off_payouts(now)
    return Transfer.objects.get()
