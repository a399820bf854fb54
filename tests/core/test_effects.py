"""What an act leaves behind, written without a move: one round trip, the same rules."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from core import effects
from core.actor import Actor, Role
from core.effects import (
    Audit,
    CloseDeadline,
    DeadlineChange,
    Effects,
    Message,
    MoveDeadline,
    OpenDeadline,
    PauseDeadline,
    ResumeDeadline,
    Subject,
)
from core.models import AuditRecord, Deadline, OutboxMessage

pytestmark = pytest.mark.django_db

ORDER = Subject("order", 5, 7)
DAY = timedelta(days=1)


def _write(now: datetime, *changes: DeadlineChange) -> None:
    effects.write(Effects(deadlines=changes), now=now)


def _ended() -> dict[str, str]:
    return dict(Deadline.objects.exclude(done_at=None).values_list("kind", "outcome"))


def test_all_of_it_is_one_round_trip(now: datetime, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    told = Effects(
        deadlines=(OpenDeadline(ORDER, "ship", now + DAY, timedelta(hours=6)), CloseDeadline(ORDER, "pay")),
        messages=(Message(7, "order.paid:5", "order.paid", {"order": 5}),) * 2,
        audits=(Audit(ORDER, "paid", Actor(Role.BUYER, 3), {"n": 1}),),
    )
    with django_assert_num_queries(1):
        effects.write(told, now=now)
    (deadline,) = Deadline.objects.all()
    assert (deadline.book_id, deadline.window_from, deadline.due_at, deadline.notice_wait) == (
        7, now, now + DAY, timedelta(hours=6),
    )  # fmt: skip
    (message,) = OutboxMessage.objects.all()
    assert (message.topic, message.payload, message.created_at, message.due_at) == (
        "order.paid",
        {"order": 5},
        now,
        now,
    )
    (record,) = AuditRecord.objects.all()
    assert (record.book_id, record.action, record.actor_role, record.actor_id, record.at, record.data) == (
        7, "paid", "buyer", 3, now, {"n": 1},
    )  # fmt: skip


def test_nothing_is_no_round_trip(now: datetime, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        effects.write(Effects(), now=now)


def test_a_named_kind_ends_as_named_before_all_others_do(now: datetime) -> None:
    _write(now, *(OpenDeadline(ORDER, kind, now + DAY) for kind in ("ship", "remind")))
    _write(now, OpenDeadline(Subject("order", 6, 7), "ship", now + DAY))
    _write(now, CloseDeadline(ORDER, "*", "met"), CloseDeadline(ORDER, "ship", "passed"))
    assert _ended() == {"ship": "passed", "remind": "met"}
    assert Deadline.objects.get(done_at=None).subject_id == 6


def test_what_ends_makes_room_for_what_opens(now: datetime) -> None:
    _write(now, OpenDeadline(ORDER, "ship", now + DAY))
    _write(now, OpenDeadline(ORDER, "ship", now + 2 * DAY), CloseDeadline(ORDER, "ship", "moot"))
    assert _ended() == {"ship": "moot"}
    assert Deadline.objects.get(done_at=None).due_at == now + 2 * DAY


def test_a_clock_stands_still_and_runs_on_with_what_was_left(now: datetime) -> None:
    _write(now, OpenDeadline(ORDER, "ship", now + 3 * DAY), OpenDeadline(ORDER, "remind", now + DAY))
    _write(now + DAY, PauseDeadline(ORDER, "ship"))
    assert Deadline.objects.get(kind="ship").remainder == 2 * DAY
    later = now + 9 * DAY
    _write(later, ResumeDeadline(ORDER, "ship", DAY), ResumeDeadline(ORDER, "remind", DAY))
    assert list(Deadline.objects.order_by("id").values_list("kind", "due_at", "remainder")) == [
        ("ship", later + 2 * DAY, None),
        ("remind", now + DAY, None),
    ]
    _write(later, PauseDeadline(ORDER, "ship"))
    _write(later, ResumeDeadline(ORDER, "ship", 5 * DAY), MoveDeadline(ORDER, "remind", later))
    assert dict(Deadline.objects.values_list("kind", "due_at")) == {"ship": later + 5 * DAY, "remind": later}
