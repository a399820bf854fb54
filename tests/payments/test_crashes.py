"""Killed at each failpoint of another bank account or of a schedule, and done again: it is done once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

import pytest

from core import failpoints
from core.errors import DomainError
from core.models import Deadline, OutboxMessage
from escrow.invariants import check_all
from escrow.payments.actions.payout_details import pass_payout_details, undo_payout_details
from escrow.payments.actions.payout_schedule import pass_payout_schedule
from escrow.payments.models import PayoutStop
from tests.conftest import CommittedDatabase
from tests.killing import killed_at
from tests.payments import test_payout_details as of
from tests.payments import test_payout_schedule as of_schedule
from tests.payments.provider_side import account, earned

Act = Callable[[], object]


def _change(now: datetime) -> Act:
    earned(now)
    account(now)
    return partial(of.change, now)


def _undo(now: datetime) -> Act:
    return partial(undo_payout_details, of.waiting(now).pk, now=now, actor=of.SELLER)


def _time(now: datetime) -> Act:
    of.waiting(now)
    of.told_at(now)
    return partial(pass_payout_details, of.promise(), now + of.DAY)


#: act -> what prepares it, and in the end: the states of both accounts, what became of the promise, the topics.
CASES: dict[str, tuple[Callable[[datetime], Act], list[str], str, list[str]]] = {
    "change_details": (_change, ["in_use", "waiting"], "", ["change_asked"]),
    "undo_details": (_undo, ["in_use", "undone"], "met", ["change_asked", "change_undone"]),
    "pass_details": (_time, ["replaced", "in_use"], "passed", ["change_asked", "changed"]),
}
PLACES = ("before_commit", "after_commit")


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("place", PLACES)
def test_killed_and_done_again_it_is_done_once(
    committed_db: CommittedDatabase, now: datetime, name: str, place: str
) -> None:
    prepare, states, outcome, topics = CASES[name]
    act = prepare(now)
    killed_at(f"payouts.{name}.{place}", act)
    for _time_after_time in range(2):
        with suppress(DomainError):
            act()
    heard = OutboxMessage.objects.filter(topic__startswith="details.").order_by("pk").values_list("topic", flat=True)
    assert [state for _number, state in of.accounts()] == states
    assert (of.promise().outcome, [topic.removeprefix("details.") for topic in heard]) == (outcome, topics)
    assert PayoutStop.objects.filter(lifted_at=None).count() == (outcome == "")
    assert check_all(now) == []


def _choose(now: datetime) -> Act:
    earned(now)
    account(now)
    return partial(of_schedule.choose, now)


def _its_time(now: datetime) -> Act:
    _choose(now)()
    row = Deadline.objects.get(kind="scheduled_payout")
    return partial(pass_payout_schedule, row, of_schedule.at("24T06:00"))


#: act -> what prepares it, and in the end: what was paid out, how many times were promised and have passed.
SCHEDULES: dict[str, tuple[Callable[[datetime], Act], list[int], tuple[int, int]]] = {
    "set_schedule": (_choose, [], (1, 0)),
    "pass_schedule": (_its_time, [12_500], (2, 1)),
}


ACTS = (*CASES, *SCHEDULES)


@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("place", PLACES)
def test_a_schedule_killed_and_done_again_is_done_once(
    committed_db: CommittedDatabase, now: datetime, name: str, place: str
) -> None:
    prepare, amounts, (promised, passed) = SCHEDULES[name]
    act = prepare(now)
    killed_at(f"payouts.{name}.{place}", act)
    act()
    times = [outcome for _due, outcome in of_schedule.promised() if outcome != "moot"]
    assert (of_schedule.amounts(), len(times), times.count("passed")) == (amounts, promised, passed)
    assert check_all(now) == []


def test_every_failpoint_of_payouts_terms_is_tried() -> None:
    tried = {f"payouts.{name}.{place}" for name in ACTS for place in PLACES}
    assert {name for name in failpoints.names() if name.startswith("payouts.")} == tried
