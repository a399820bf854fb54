"""At each failpoint of a suspension a forked child is killed in the middle of its act; then it is done again: once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest

from core import failpoints
from core.errors import DomainError
from core.models import Deadline
from escrow.invariants import check_site
from marketplace.catalog.actions.suspend_person import suspend_person
from marketplace.catalog.actions.suspend_shop import suspend_shop
from marketplace.suspensions.actions.appeal_suspension import appeal_suspension
from marketplace.suspensions.actions.keep_suspension import keep_suspension
from marketplace.suspensions.actions.lift_suspension import lift_suspension
from marketplace.suspensions.actions.pass_appeal_promise import pass_appeal_promise
from tests import make
from tests.conftest import CommittedDatabase
from tests.killing import killed_at
from tests.suspensions import seen

Act = Callable[[], object]
#: (open or not of each suspension, of each stop of payouts, topics, outcomes of promises)
Seen = tuple[list[bool], list[bool], list[str], list[str]]
Case = tuple[Callable[[datetime], Act], tuple[str, ...], Seen]
WEEK = timedelta(days=7)


def _own(act: str, of: str = "suspensions") -> tuple[str, ...]:
    return (f"{of}.{act}.before_commit", f"{of}.{act}.after_commit")


def _shop(now: datetime) -> Act:
    return partial(suspend_shop, make.shop().pk, reason="So.", now=now, actor=make.desk())


def _person(now: datetime) -> Act:
    return partial(suspend_person, make.shop().owner_id, reason="So.", now=now, actor=make.desk())


def _appeal(now: datetime) -> Act:
    made = make.suspended_shop(now=now)
    return partial(appeal_suspension, made.pk, words="No.", now=now, actor=make.whom(made))


def _decide(act: Callable[..., object], now: datetime) -> Act:
    return partial(act, make.appealed_suspension(now=now).pk, reason="So.", now=now, actor=make.desk())


def _time(now: datetime) -> Act:
    make.appealed_suspension(now=now)
    return partial(pass_appeal_promise, Deadline.objects.get(), now + WEEK)


def _look() -> Seen:
    return (
        [is_open for _of, _number, is_open in seen.suspensions()],
        [is_open for _book, is_open in seen.stops()],
        [topic.removeprefix("suspension.") for topic, _payload in seen.told()],
        [outcome for _suspension, _due, outcome in seen.promises()],
    )


CASES: dict[str, Case] = {
    "suspend_shop": (_shop, _own("suspend_shop", "catalog"), ([True], [True], ["imposed"], [])),
    "suspend_person": (
        _person,
        _own("suspend_person", "catalog"),
        ([True, True], [True], ["imposed", "imposed"], []),
    ),
    "appeal_suspension": (_appeal, _own("appeal_suspension"), ([True], [True], ["imposed", "appealed"], [""])),
    "keep_suspension": (
        partial(_decide, keep_suspension),
        _own("keep_suspension"),
        ([True], [True], ["imposed", "appealed", "kept"], ["met"]),
    ),
    "lift_suspension": (
        partial(_decide, lift_suspension),
        _own("lift_suspension"),
        ([False], [False], ["imposed", "appealed", "lifted"], ["met"]),
    ),
    "pass_appeal_promise": (
        _time,
        _own("pass_appeal_promise"),
        ([True], [True], ["imposed", "appealed", "overdue"], ["passed"]),
    ),
}


@pytest.mark.parametrize(
    ("name", "point"), [(name, point) for name, (_prepare, points, _end) in CASES.items() for point in points]
)
def test_killed_and_done_again_it_is_done_once(
    committed_db: CommittedDatabase, now: datetime, name: str, point: str
) -> None:
    prepare, _points, end = CASES[name]
    act = prepare(now)
    killed_at(point, act)
    assert check_site(now) == []
    for _time_after_time in range(2):
        with suppress(DomainError):
            act()
    assert _look() == end
    assert check_site(now + WEEK) == []


def test_every_failpoint_of_suspensions_is_tried() -> None:
    tried = {point for _prepare, points, _end in CASES.values() for point in points}
    ours = ("suspensions.", "catalog.suspend_")
    assert {name for name in failpoints.names() if name.startswith(ours)} == tried
