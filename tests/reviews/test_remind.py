"""Whoever has not reviewed is reminded, once: which side was, says nothing about what the other wrote."""

from datetime import datetime, timedelta

import pytest

from core.deadlines import run_due
from core.models import Deadline, OutboxMessage
from escrow.invariants import check_site
from marketplace.deadlines import ACTIONS
from marketplace.orders.models import Order
from reviews.actions.open_reviews import open_review_window
from reviews.actions.write_review import write_review
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _reminded(order: Order) -> list[str]:
    told = OutboxMessage.objects.filter(topic="review.soon", payload__order=order.pk).order_by("pk")
    return [message.payload["of"] for message in told]


def _clock(order: Order) -> list[tuple[datetime, str]]:
    rows = Deadline.objects.filter(subject_type="order", subject_id=order.pk, kind="remind_review")
    return [(row.due_at, row.outcome) for row in rows]


def test_both_sides_are_reminded_after_five_days_and_never_again(now: datetime) -> None:
    order = make.completed_order(now=now)
    open_review_window(order.pk, now=now)
    assert _clock(order) == [(now + 5 * DAY, "")]
    assert run_due(ACTIONS, now=now + 5 * DAY) == 1
    assert (_reminded(order), _clock(order)) == (["buyer", "seller"], [(now + 5 * DAY, "passed")])
    run_due(ACTIONS, now=now + 14 * DAY)
    assert _reminded(order) == ["buyer", "seller"]
    assert check_site(now + 5 * DAY) == []


def test_whoever_has_written_is_not_reminded(now: datetime) -> None:
    order = make.review(now=now).order
    run_due(ACTIONS, now=now + 5 * DAY)
    assert _reminded(order) == ["seller"]


def test_nobody_is_reminded_when_both_have_written(now: datetime) -> None:
    order = make.open_review(now=now).order
    assert _clock(order) == [(now + 5 * DAY, "moot")]
    assert (run_due(ACTIONS, now=now + 5 * DAY), _reminded(order)) == (0, [])


def test_nobody_is_reminded_of_a_time_that_is_over(now: datetime) -> None:
    order = make.completed_order(now=now)
    open_review_window(order.pk, now=now)
    assert run_due(ACTIONS, now=now + 15 * DAY) == 2
    assert _reminded(order) == []


def test_a_window_too_short_for_it_has_no_reminder(now: datetime) -> None:
    order = make.completed_order(now=now)
    make.promise(order, review_window=86_400)
    write_review(order.pk, stars=5, now=now, actor=make.buyer_of(order))
    assert _clock(order) == []
