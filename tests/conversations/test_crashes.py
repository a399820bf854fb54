"""At each failpoint of a conversation a forked child is killed in the middle of its act; then it is done again."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

import pytest

from core import failpoints
from core.actor import Actor, Role
from core.errors import DomainError
from core.models import OutboxMessage
from escrow.invariants import check_site
from marketplace.conversations.actions.ask_shop import ask_shop
from marketplace.conversations.actions.report import close_report, report
from marketplace.conversations.actions.write_message import write_about_order, write_message
from marketplace.conversations.models import Message, Reading, Report
from tests import make
from tests.conftest import CommittedDatabase
from tests.killing import killed_at

Act = Callable[[], object]


def _ask(now: datetime) -> Act:
    return partial(ask_shop, make.shop().pk, words="Hi.", now=now, actor=Actor(Role.BUYER, make.user("Lin").pk))


def _write(now: datetime) -> Act:
    asked = make.question(now=now)
    return partial(write_message, asked.thread_id, words="Hi.", now=now, actor=Actor(Role.BUYER, asked.author_id))


def _about_order(now: datetime) -> Act:
    order = make.paid_order(now=now)
    return partial(write_about_order, order.pk, words="Hi.", now=now, actor=make.buyer_of(order))


def _read(now: datetime) -> Act:
    return partial(make.looked_at, make.question(now=now).thread, Role.SELLER, now=now)


def _report(now: datetime) -> Act:
    who = Actor(Role.BUYER, make.user("Lin").pk)
    return partial(report, "shop", make.shop().pk, ground="fraud", now=now, actor=who)


def _close(now: datetime) -> Act:
    made = report("shop", make.shop().pk, ground="fraud", now=now, actor=Actor(Role.BUYER, make.user("Lin").pk))
    who = Actor(Role.OPERATOR, make.operator().pk)
    return partial(close_report, made.pk, answer="Done.", now=now, actor=who)


CASES = {
    "ask_shop": _ask,
    "write_message": _write,
    "write_about_order": _about_order,
    "mark_read": _read,
    "report": _report,
    "close_report": _close,
}
PLACES = ("before_commit", "after_commit")


def _look() -> tuple[int, ...]:
    closed = Report.objects.exclude(closed_at=None).count()
    told = OutboxMessage.objects.filter(topic__in=["message.sent", "report.closed"]).count()
    return Message.objects.count(), Reading.objects.count(), Report.objects.count(), closed, told


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", CASES)
def test_all_or_nothing(committed_db: CommittedDatabase, now: datetime, name: str, place: str) -> None:
    act = CASES[name](now)
    before = _look()
    killed_at(f"conversations.{name}.{place}", act)
    happened = _look() != before
    assert happened == (place == "after_commit")
    with suppress(DomainError):
        act()
    assert _look() != before
    assert check_site(now) == []


def test_every_failpoint_is_killed_at() -> None:
    named = {f"conversations.{name}.{place}" for name in CASES for place in PLACES}
    assert {name for name in failpoints.names() if name.startswith("conversations.")} == named
