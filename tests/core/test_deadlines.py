from datetime import datetime, timedelta

import pytest

from core import deadlines
from core.effects import (
    CloseDeadline,
    Effects,
    MoveDeadline,
    OpenDeadline,
    PauseDeadline,
    ResumeDeadline,
    Subject,
    write,
)
from core.models import Deadline

pytestmark = pytest.mark.django_db

ORDER = Subject("order", 7, 1)
HOUR = timedelta(hours=1)


def promise(
    now: datetime, *, after: timedelta = HOUR, notice_wait: timedelta | None = None, kind: str = "ship"
) -> None:
    write(Effects(deadlines=(OpenDeadline(ORDER, kind, now + after, notice_wait),)), now=now)


def kinds_due(now: datetime) -> list[str]:
    return [deadline.kind for deadline in deadlines.due(now)]


def test_a_deadline_is_due_at_its_time_and_not_before(now: datetime) -> None:
    promise(now)
    assert kinds_due(now + HOUR - timedelta(microseconds=1)) == []
    assert kinds_due(now + HOUR) == ["ship"]


def test_silence_counts_only_after_notice_and_the_wait_that_follows_it(now: datetime) -> None:
    promise(now, notice_wait=timedelta(minutes=15))
    late = now + 2 * HOUR
    assert kinds_due(late) == []
    assert deadlines.give_notice("order", 7, ["ship"], at=late) == 1
    assert kinds_due(late + timedelta(minutes=14)) == []
    assert kinds_due(late + timedelta(minutes=15)) == ["ship"]


def test_the_first_proof_of_notice_stands(now: datetime) -> None:
    promise(now, notice_wait=HOUR)
    deadlines.give_notice("order", 7, ["ship"], at=now)
    assert deadlines.give_notice("order", 7, ["ship"], at=now + HOUR) == 0
    assert Deadline.objects.get().noticed_at == now


def test_old_news_read_late_prove_nothing_of_a_later_promise(now: datetime) -> None:
    promise(now, notice_wait=HOUR)
    write(Effects(deadlines=(CloseDeadline(ORDER, "ship"),)), now=now + HOUR)
    promise(now + 2 * HOUR, notice_wait=HOUR)
    late = now + 3 * HOUR
    assert deadlines.give_notice("order", 7, ["ship"], at=late, told_at=now) == 0
    assert deadlines.give_notice("order", 7, ["ship"], at=late, told_at=now + 2 * HOUR) == 1
    assert list(Deadline.objects.order_by("id").values_list("noticed_at", flat=True)) == [None, late]


def test_a_deadline_that_takes_nothing_needs_no_notice(now: datetime) -> None:
    promise(now)
    assert deadlines.give_notice("order", 7, ["ship"], at=now) == 0


def test_what_cannot_fire_for_want_of_notice_is_listed(now: datetime) -> None:
    promise(now, notice_wait=HOUR)
    assert list(deadlines.without_notice(now + 3 * HOUR, 3 * HOUR)) == []
    assert [d.kind for d in deadlines.without_notice(now + 4 * HOUR, 3 * HOUR)] == ["ship"]


def test_a_paused_deadline_is_never_due_and_resumes_with_what_was_left(now: datetime) -> None:
    promise(now, after=5 * HOUR)
    write(Effects(deadlines=(PauseDeadline(ORDER, "ship"),)), now=now + 2 * HOUR)
    assert kinds_due(now + 100 * HOUR) == []
    write(Effects(deadlines=(ResumeDeadline(ORDER, "ship", HOUR),)), now=now + 100 * HOUR)
    assert Deadline.objects.get().due_at == now + 103 * HOUR


def test_a_resumed_deadline_has_at_least_the_least_left(now: datetime) -> None:
    promise(now, after=5 * HOUR)
    write(Effects(deadlines=(PauseDeadline(ORDER, "ship"),)), now=now + 4 * HOUR)
    write(Effects(deadlines=(ResumeDeadline(ORDER, "ship", 48 * HOUR),)), now=now + 10 * HOUR)
    assert Deadline.objects.get().due_at == now + 58 * HOUR


def test_moving_keeps_the_proof_of_notice(now: datetime) -> None:
    promise(now, notice_wait=HOUR)
    deadlines.give_notice("order", 7, ["ship"], at=now)
    write(Effects(deadlines=(MoveDeadline(ORDER, "ship", now + 9 * HOUR),)), now=now)
    row = Deadline.objects.get()
    assert (row.due_at, row.noticed_at) == (now + 9 * HOUR, now)


def test_closing_all_ends_every_deadline_of_the_subject_alone(now: datetime) -> None:
    promise(now, kind="ship")
    promise(now, kind="remind")
    other = Subject("order", 8, 1)
    write(Effects(deadlines=(OpenDeadline(other, "ship", now + HOUR),)), now=now)
    write(Effects(deadlines=(CloseDeadline(ORDER, "*", "moot"),)), now=now)
    assert list(Deadline.objects.filter(done_at=None).values_list("subject_id", flat=True)) == [8]


def test_what_is_due_is_done_once_and_a_bad_row_stops_nobody(now: datetime) -> None:
    promise(now, kind="bad")
    promise(now, kind="good")
    seen: list[str] = []

    def good(deadline: Deadline, at: datetime) -> None:
        seen.append(deadline.kind)
        write(Effects(deadlines=(CloseDeadline(ORDER, "good", "passed"),)), now=at)

    def bad(deadline: Deadline, at: datetime) -> None:
        raise RuntimeError(f"{deadline.kind} at {at:%Y}")

    late = now + 2 * HOUR
    assert deadlines.run_due({"good": good, "bad": bad}, now=late) == 1
    assert deadlines.run_due({"good": good, "bad": bad}, now=late) == 0
    assert seen == ["good"]
    row = Deadline.objects.get(kind="bad")
    assert (row.error, row.leased_until) == ("RuntimeError: bad at 2026", late + timedelta(seconds=5))


def test_a_lease_that_nobody_came_back_for_runs_out(now: datetime) -> None:
    promise(now)
    late = now + HOUR
    assert len(deadlines.lease_due(["ship"], now=late)) == 1
    assert deadlines.lease_due(["ship"], now=late) == []
    assert len(deadlines.lease_due(["ship"], now=late + deadlines.LEASE)) == 1
