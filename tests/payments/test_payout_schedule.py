"""Money that is paid out by itself: at its time, when there is enough, and once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from core import deadlines
from core.actor import Actor, Role
from core.errors import Invalid
from core.models import AuditRecord, Deadline
from escrow.invariants import check_all
from escrow.payments.actions.payout_schedule import pass_payout_schedule, set_payout_schedule
from escrow.payments.actions.stop_payouts import stop_payouts
from escrow.payments.models import Payout, PayoutSchedule
from escrow.payments.rhythm import next_time
from escrow.payments.states import Rhythm
from tests.conftest import CommittedDatabase
from tests.make import after
from tests.make import escrow as make
from tests.payments.charging import at_once
from tests.payments.provider_side import account, earned

SELLER = Actor(Role.SELLER, 9)
DAY = timedelta(days=1)
SHANGHAI = "Asia/Shanghai"


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{text}:00+08:00")


def choose(now: datetime, rhythm: Rhythm = Rhythm.DAY, minimum: int = 10_000) -> PayoutSchedule:
    return set_payout_schedule(
        book_id=make.BOOK, currency="CNY", rhythm=rhythm, minimum=minimum, zone=SHANGHAI, now=now, actor=SELLER
    )


def tick(now: datetime) -> int:
    return deadlines.run_due({"scheduled_payout": pass_payout_schedule}, now=now)


def promised() -> list[tuple[datetime, str]]:
    """(due, outcome) of every time, in order."""
    return list(Deadline.objects.filter(kind="scheduled_payout").order_by("pk").values_list("due_at", "outcome"))


def amounts() -> list[int]:
    return list(Payout.objects.order_by("opened_at", "pk").values_list("amount", flat=True))


@pytest.mark.parametrize(
    ("rhythm", "now", "then"),
    [
        (Rhythm.DAY, "23T05:59", "23T06:00"),
        (Rhythm.DAY, "23T06:00", "24T06:00"),
        (Rhythm.WEEK, "23T05:59", "23T06:00"),
        (Rhythm.WEEK, "23T06:00", "30T06:00"),
        (Rhythm.WEEK, "29T23:00", "30T06:00"),
    ],
)
def test_the_times_are_those_of_the_shops_own_day(rhythm: Rhythm, now: str, then: str) -> None:
    assert next_time(rhythm, SHANGHAI, at(now)) == at(then)


def test_an_hour_that_summer_time_skips_is_still_one_moment_a_day() -> None:
    before = datetime.fromisoformat("2026-03-28T12:00:00+01:00")
    first = next_time(Rhythm.DAY, "Europe/Berlin", before)
    second = next_time(Rhythm.DAY, "Europe/Berlin", first)
    assert (second - first, first.isoformat()) == (DAY - timedelta(0), "2026-03-29T06:00:00+02:00")


def test_what_is_available_is_paid_out_every_day(db: None, now: datetime) -> None:
    earned(now)
    account(now)
    choose(now)
    assert promised() == [(at("24T06:00"), "")]
    assert (tick(at("24T05:59")), tick(at("24T06:00")), tick(at("24T06:00"))) == (0, 1, 0)
    assert amounts() == [12_500]
    assert promised() == [(at("24T06:00"), "passed"), (at("25T06:00"), "")]
    assert AuditRecord.objects.get(subject_type="payout").actor_role == "system"
    assert (tick(at("25T06:00")), amounts()) == (1, [12_500])
    assert check_all(at("25T06:00")) == []


def test_less_than_the_minimum_waits_for_more(db: None, now: datetime) -> None:
    earned(now)
    account(now)
    choose(now, minimum=12_501)
    assert (tick(at("24T06:00")), amounts()) == (1, [])
    after.released(at("24T10:00"))
    assert (tick(at("25T06:00")), amounts()) == (1, [25_000])


def test_after_a_long_silence_it_is_paid_out_once(db: None, now: datetime) -> None:
    earned(now)
    account(now)
    choose(now, Rhythm.WEEK)
    late = at("30T06:00") + 20 * DAY
    assert (tick(late), tick(late), amounts()) == (1, 0, [12_500])
    assert promised()[-1] == (at("30T06:00") + 21 * DAY, "")


def test_while_payouts_wait_it_looks_again_the_next_day(db: None, now: datetime) -> None:
    earned(now)
    choose(now, Rhythm.WEEK)
    monday = at("30T06:00")
    assert (tick(monday), amounts(), promised()[-1]) == (1, [], (monday + DAY, ""))
    account(now)
    stop_payouts(book_id=make.BOOK, cause="suspension", cause_id=1, now=now, actor=SELLER)
    assert (tick(monday + DAY), amounts(), promised()[-1]) == (1, [], (monday + 2 * DAY, ""))


def test_chosen_anew_only_the_last_choice_counts(db: None, now: datetime) -> None:
    earned(now)
    account(now)
    choose(now)
    choose(now, Rhythm.WEEK, 500)
    assert promised() == [(at("24T06:00"), "moot"), (at("30T06:00"), "")]
    choose(now, Rhythm.ASKED)
    assert (promised()[-1], PayoutSchedule.objects.get().rhythm) == ((at("30T06:00"), "moot"), "asked")
    assert (tick(at("30T06:00")), amounts()) == (0, [])


@pytest.mark.parametrize("minimum", [0, -1, 99, 10**16])
def test_a_minimum_that_is_none_is_refused(db: None, now: datetime, minimum: int) -> None:
    with pytest.raises(Invalid) as refusal:
        choose(now, minimum=minimum)
    assert (refusal.value.field, PayoutSchedule.objects.count()) == ("minimum", 0)


def test_five_workers_at_once_pay_out_once(committed_db: CommittedDatabase, now: datetime) -> None:
    earned(now)
    account(now)
    choose(now)
    row = Deadline.objects.get(kind="scheduled_payout")
    assert at_once(*[partial(pass_payout_schedule, row, at("24T06:00"))] * 5) == ["done"] * 5
    assert (amounts(), len(promised())) == ([12_500], 2)
    assert check_all(at("24T06:00")) == []


def test_chosen_anew_at_the_very_time_it_is_one_of_the_two(committed_db: CommittedDatabase, now: datetime) -> None:
    earned(now)
    account(now)
    choose(now)
    row, then = Deadline.objects.get(kind="scheduled_payout"), at("24T06:00")
    acts: list[Callable[[], object]] = [partial(pass_payout_schedule, row, then)]
    assert at_once(*acts, partial(choose, then, Rhythm.ASKED)) == ["done"] * 2
    still = Deadline.objects.filter(kind="scheduled_payout", done_at=None)
    assert (still.count(), amounts() in ([], [12_500])) == (0, True)
