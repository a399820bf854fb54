"""Two at once, over real connections: one wins, the other gets the refusal in words, and the books stay true."""

from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from threading import Barrier, Event, Thread

import pytest
from django.db import connection, transaction

from core.actor import SYSTEM
from core.effects import Effects, MoveDeadline, OpenDeadline, write
from core.models import Deadline
from core.twice import twice
from escrow import balances, commit, invariants
from escrow.actions.capital import draw_capital, pay_in_capital
from escrow.actions.freeze import freeze_hold
from escrow.actions.fund import fund_hold
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.actions.release_due import release_due
from escrow.actions.void import void_hold
from escrow.ledger.models import JournalEntry, Posting
from escrow.models import Hold
from escrow.move import Change, Line, Move, Taking, entry
from escrow.moves import accounts, traces
from escrow.payments.models import Refund
from escrow.queries import available
from escrow.terms import Back
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once
from tests.make import escrow as make


def test_twenty_releases_are_one(committed_db: CommittedDatabase, now: datetime) -> None:
    hold = make.hold(now)
    answers = Counter(at_once([lambda: release_hold(hold.id, now=now, actor=SYSTEM)] * 20))
    assert answers == {"done": 1, "hold_ended": 19}
    assert (available(make.BOOK, "CNY"), invariants.check_all(now)) == (12_500, [])


def test_refunds_at_once_never_give_back_more_than_was_paid(committed_db: CommittedDatabase, now: datetime) -> None:
    hold = make.hold(now)
    back = Back(goods=6_000)

    def refund() -> object:
        return refund_hold(hold.id, back, reason="damaged", now=now, actor=SYSTEM)

    answers = Counter(at_once([refund] * 6))
    given = sum(Refund.objects.values_list("amount", flat=True))
    assert (given, Hold.objects.get().remaining) == (6_000 * answers["done"], 12_800 - given)
    assert 1 <= answers["done"] <= 2
    assert set(answers) <= {"done", "back_too_much", "changed_meanwhile"}
    assert invariants.check_all(now) == []


@pytest.mark.parametrize("round_", range(4))
def test_release_against_freeze(committed_db: CommittedDatabase, now: datetime, round_: int) -> None:
    hold = make.hold(now)
    acts = [
        lambda: release_hold(hold.id, now=now, actor=SYSTEM),
        lambda: freeze_hold(hold.id, cause="claim", cause_id=1, now=now, actor=SYSTEM),
    ]
    released, frozen = at_once(acts)
    assert (released, frozen) in {("done", "hold_ended"), ("hold_frozen", "done")}
    assert invariants.check_all(now) == []


def test_release_against_refund(committed_db: CommittedDatabase, now: datetime) -> None:
    hold = make.hold(now)
    everything = Back.all_of(hold)
    answers = at_once(
        [
            lambda: release_hold(hold.id, now=now, actor=SYSTEM),
            lambda: refund_hold(hold.id, everything, reason="cancelled", now=now, actor=SYSTEM),
        ]
    )
    assert sorted(answers) == ["done", "hold_ended"]
    assert invariants.check_all(now) == []


def test_funding_against_closing(committed_db: CommittedDatabase, now: datetime) -> None:
    hold = make.unpaid_hold(now)
    captured = make.capture(hold.payment, now)
    answers = at_once(
        [
            lambda: fund_hold(hold.id, capture_id=captured.id, now=now, actor=SYSTEM),
            lambda: void_hold(hold.id, now=now, actor=SYSTEM),
        ]
    )
    assert answers in (["done", "hold_paid"], ["hold_ended", "done"])


def test_two_shops_are_funded_from_one_capture_at_once(committed_db: CommittedDatabase, now: datetime) -> None:
    paid_by = make.payment(now, 25_600)
    holds = [make.unpaid_hold(now, of=paid_by, book_id=book) for book in (7, 8)]
    captured = make.capture(paid_by, now)
    acts = [lambda hold=hold: fund_hold(hold.id, capture_id=captured.id, now=now, actor=SYSTEM) for hold in holds]
    assert at_once(acts) == ["done", "done"]
    paid_by.refresh_from_db()
    assert (paid_by.state, invariants.check_all(now + timedelta(hours=1))) == ("paid", [])


def test_takers_of_one_account_pass_one_by_one(committed_db: CommittedDatabase, now: datetime) -> None:
    release_hold(make.hold(now).id, now=now, actor=SYSTEM)
    payable = accounts.payable(make.BOOK, "CNY")
    at = commit.points("tests:take")

    def take(number: int) -> None:
        def decide() -> Move:
            stands_at, version = balances.balance_to_take_from(make.BOOK, payable)
            line = Line(payable, accounts.fees("CNY"), min(5_000, stands_at))
            return Move((), (Taking(make.BOOK, payable, version),), (), (entry(make.BOOK, f"take:{number}", line),))

        commit.carry_out(at, decide, now=now)

    acts = [lambda number=number: take(number) for number in range(8)]
    answers = Counter(at_once(acts))
    left = available(make.BOOK, "CNY")
    taken = Posting.objects.filter(debit=payable.number)
    assert left == 12_500 - sum(taken.values_list("amount", flat=True))
    assert left >= 0
    assert set(answers) <= {"done", "changed_meanwhile"}
    assert answers["done"] == JournalEntry.objects.filter(key__startswith="take:").count()


def test_draws_at_once_stay_within_cover(committed_db: CommittedDatabase, now: datetime) -> None:
    pay_in_capital(amount=1_000, currency="CNY", gateway="sandbox", reference="in", now=now, actor=SYSTEM)

    def draw(number: int) -> None:
        draw_capital(amount=600, currency="CNY", gateway="sandbox", reference=f"d{number}", now=now, actor=SYSTEM)

    acts = [lambda number=number: draw(number) for number in range(6)]
    assert Counter(at_once(acts))["done"] == 1
    assert balances.cover("CNY") == 400


def test_promises_and_draws_at_once_stay_within_cover(committed_db: CommittedDatabase, now: datetime) -> None:
    pay_in_capital(amount=1_500, currency="CNY", gateway="sandbox", reference="in", now=now, actor=SYSTEM)
    draw = partial(draw_capital, amount=600, currency="CNY", gateway="sandbox", reference="d", now=now, actor=SYSTEM)
    promise = partial(twice, partial(make.promised_hold, now))
    answers = at_once([promise, draw, promise, promise])
    assert answers.count("done") == 1
    assert set(answers) <= {"done", "promotion_uncovered", "cover_too_small", "changed_meanwhile"}
    assert Hold.objects.count() == (0 if answers[1] == "done" else 1)


def _due(hold: Hold, at: datetime) -> None:
    write(Effects(deadlines=(OpenDeadline(traces.of_hold(hold), "release", at),)), now=at)


def test_who_gives_way_in_a_deadlock_acts_once_more(committed_db: CommittedDatabase, now: datetime) -> None:
    first, second = make.hold(now), make.hold(now)
    together, times = Barrier(2), Counter[str]()

    def lock(name: str, *holds: Hold) -> None:
        def act() -> None:
            times[name] += 1
            with transaction.atomic():
                for hold in holds:
                    Hold.objects.select_for_update().get(pk=hold.pk)
                    if times[name] == 1 and hold is holds[0]:
                        together.wait(20)

        twice(act)

    assert at_once([lambda: lock("up", first, second), lambda: lock("down", second, first)]) == ["done", "done"]
    assert max(times.values()) == 2


def test_two_sweeps_release_each_hold_once(committed_db: CommittedDatabase, now: datetime) -> None:
    for _ in range(40):
        _due(make.hold(now), now)
    counts: list[int] = []

    def sweep() -> None:
        while released := release_due(now=now, limit=5, effects_of=lambda _h: Effects()):
            counts.append(released)

    assert at_once([sweep, sweep]) == ["done", "done"]
    assert sum(counts) == Hold.objects.filter(state="released").count() == 40
    assert invariants.check_all(now) == []


def test_a_sweep_does_not_wait_for_a_hold_that_is_busy_nor_release_what_was_extended(
    committed_db: CommittedDatabase, now: datetime
) -> None:
    hold = make.hold(now)
    _due(hold, now)
    locked, swept = Event(), Event()
    released: list[int] = []

    def extend() -> None:
        with transaction.atomic():
            Hold.objects.select_for_update().get(pk=hold.id)
            later = MoveDeadline(traces.of_hold(hold), "release", now + timedelta(days=3))
            write(Effects(deadlines=(later,)), now=now)
            locked.set()
            assert swept.wait(20)
        connection.close()

    thread = Thread(target=extend)
    thread.start()
    assert locked.wait(20)
    released.append(release_due(now=now, effects_of=lambda _h: Effects()))
    swept.set()
    thread.join()
    released.append(release_due(now=now, effects_of=lambda _h: Effects()))
    released.append(release_due(now=now + timedelta(days=3), effects_of=lambda _h: Effects()))
    assert released == [0, 0, 1]


def test_the_timer_against_the_buyer(committed_db: CommittedDatabase, now: datetime) -> None:
    for _ in range(3):
        hold = make.hold(now)
        _due(hold, now)
        meet = Barrier(2)

        def confirm(hold: Hold = hold, meet: Barrier = meet) -> None:
            meet.wait(20)
            release_hold(hold.id, now=now, actor=SYSTEM)

        def sweep(meet: Barrier = meet) -> None:
            meet.wait(20)
            release_due(now=now, effects_of=lambda _h: Effects())

        assert at_once([confirm, sweep])[0] in {"done", "hold_ended"}
        assert Hold.objects.get(pk=hold.id).state == "released"
    assert JournalEntry.objects.filter(key__endswith=":release").count() == 3
    assert not Deadline.objects.filter(kind="release", done_at=None).exists()
    assert invariants.check_all(now) == []


def test_what_was_decided_on_a_changed_row_inside_a_transaction_is_told_to_its_caller(
    committed_db: CommittedDatabase, now: datetime
) -> None:
    """The outermost caller runs the whole once more; `core.twice` does it."""
    hold = make.hold(now)
    tries: list[str] = []

    def act() -> str:
        with transaction.atomic():
            seen = Hold.objects.get(pk=hold.id)
            if not tries:
                tries.append("overtaken")
                assert at_once([lambda: freeze_hold(hold.id, cause="c", cause_id=1, now=now, actor=SYSTEM)]) == ["done"]
                commit.send([_guard(seen)], now=now)
            return f"frozen {seen.freeze_count}"

    assert twice(act) == "frozen 1"


def _guard(hold: Hold) -> Move:
    return Move(changes=(Change(hold),))
