"""At each failpoint of the bank a forked child is killed in the middle of its act; then it is done again: once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest

from core import failpoints
from core.actor import SYSTEM
from core.errors import DomainError
from escrow.bank.actions.book_arrival import book_arrival, discard_arrival, match_arrival
from escrow.bank.actions.end_transfer import refuse_transfer, tick_off_transfer
from escrow.bank.actions.enter_arrival import enter_arrival
from escrow.bank.actions.enter_statement import enter_statement
from escrow.bank.models import Arrival, Transfer
from escrow.bank.statement import read
from escrow.invariants import check_all
from escrow.payments.actions.ask import ask_again
from escrow.payments.actions.payouts import work_off_payouts
from escrow.payments.actions.refunds import work_off_refunds
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.actions.work_off_events import work_off_events
from escrow.payments.models import Capture, Payout
from tests.conftest import CommittedDatabase
from tests.killing import killed_at
from tests.make import bank as make
from tests.make import escrow
from tests.payments.provider_side import account, earned

ONE, TWO = make.ONE, make.TWO
Act = Callable[[], object]
#: (states of arrivals, captures, states of transfers, states of payouts)
Seen = tuple[list[str], int, list[str], list[str]]
Case = tuple[Callable[[datetime], Act], tuple[str, ...], Seen]


def _own(act: str) -> tuple[str, ...]:
    return (f"bank.{act}.before_commit", f"bank.{act}.after_commit")


def _enter(now: datetime) -> Act:
    return partial(enter_arrival, make.statement_line(now), operator_id=ONE, now=now)


def _enter_all(now: datetime) -> Act:
    statement = read("date,amount\n2026-11-23,5\n2026-11-23,5", currency="CNY")
    return partial(enter_statement, statement, operator_id=ONE, now=now)


def _book(now: datetime) -> Act:
    arrival = make.entered_arrival(now, make.bank_payment(now))
    return partial(book_arrival, arrival.pk, claimed=arrival.claimed, operator_id=TWO, now=now)


def _discard(now: datetime) -> Act:
    return partial(discard_arrival, make.entered_arrival(now).pk, operator_id=ONE, now=now)


def _match(now: datetime) -> Act:
    payment = make.bank_payment(now)
    return partial(match_arrival, make.entered_arrival(now).pk, claimed=payment.reference, operator_id=ONE, now=now)


def _asked(now: datetime) -> None:
    earned(now)
    account(now)
    request_payout(book_id=escrow.BOOK, amount=12_500, currency="CNY", now=now, actor=SYSTEM)


def _list(now: datetime) -> Act:
    _asked(now)
    return partial(work_off_payouts, now)


def _listed(now: datetime) -> int:
    _asked(now)
    work_off_payouts(now)
    return Transfer.objects.get().pk


def _tick(now: datetime) -> Act:
    return partial(tick_off_transfer, _listed(now), bank_reference="T", operator_id=ONE, now=now)


def _refuse(now: datetime) -> Act:
    return partial(refuse_transfer, _listed(now), problem="No.", operator_id=TWO, now=now)


#: name -> what prepares it and answers the act, where it is killed, and what is seen in the end.
CASES: dict[str, Case] = {
    "enter_arrival": (_enter, _own("enter_arrival"), (["entered"], 0, [], [])),
    "enter_statement": (_enter_all, _own("enter_statement"), (["entered", "entered"], 0, [], [])),
    "book_arrival": (_book, _own("book_arrival"), (["booked"], 1, [], [])),
    "discard_arrival": (_discard, _own("discard_arrival"), (["discarded"], 0, [], [])),
    "match_arrival": (_match, _own("match_arrival"), (["entered"], 0, [], [])),
    "list_transfer": (_list, ("bank.list_transfer.after_commit",), ([], 1, ["listed"], ["sent"])),
    "tick_off_transfer": (_tick, _own("tick_off_transfer"), ([], 1, ["done"], ["paid"])),
    "refuse_transfer": (_refuse, _own("refuse_transfer"), ([], 1, ["refused"], ["returned"])),
}


def _look() -> Seen:
    return (
        list(Arrival.objects.order_by("pk").values_list("state", flat=True)),
        Capture.objects.count(),
        list(Transfer.objects.order_by("pk").values_list("state", flat=True)),
        list(Payout.objects.values_list("state", flat=True)),
    )


@pytest.mark.parametrize(
    ("name", "point"),
    [(name, point) for name, (_prepare, points, _end) in CASES.items() for point in points],
)
def test_killed_and_done_again_it_is_done_once(
    committed_db: CommittedDatabase, now: datetime, name: str, point: str
) -> None:
    prepare, _points, end = CASES[name]
    act = prepare(now)
    killed_at(point, act)
    for minutes in (0, 2):
        with suppress(DomainError):
            act()
        for sweep in (work_off_events, work_off_refunds, work_off_payouts, ask_again):
            sweep(now + timedelta(minutes=minutes))
    assert (name, _look()) == (name, end)
    assert check_all(now) == []


def test_every_failpoint_of_the_bank_is_tried() -> None:
    tried = {point for _prepare, points, _end in CASES.values() for point in points}
    assert {name for name in failpoints.names() if name.startswith("bank.")} == tried
