"""Rolling up takes only what can no longer be joined by an earlier transaction."""

from datetime import datetime
from threading import Event, Thread

from django.db import connection, transaction
from pytest_django import Settings

from core.actor import SYSTEM
from core.errors import DomainError
from escrow import balances, checkpoints, invariants
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.ledger.models import Checkpoint
from escrow.moves import accounts
from escrow.payments.actions.request_payout import request_payout
from escrow.queries import available, held, held_total
from escrow.terms import Back
from tests.conftest import CommittedDatabase
from tests.escrow.rolling import roll_up_everything
from tests.make import escrow as make
from tests.payments.provider_side import account


def read_off(now: datetime) -> list[int]:
    return [
        available(make.BOOK, "CNY"),
        held(make.BOOK, "CNY"),
        held_total("CNY"),
        balances.cover("CNY"),
        balances.balance(None, accounts.fees("CNY")),
        len(invariants.check_all(now)),
    ]


def test_what_is_read_is_the_same_before_between_and_after_roll_ups(
    committed_db: CommittedDatabase, now: datetime
) -> None:
    first, second, third = (make.hold(now) for _ in range(3))
    release_hold(first.id, now=now, actor=SYSTEM)
    assert read_off(now) == [12_500, 25_600, 25_600, 300, 300, 0]
    roll_up_everything()
    assert read_off(now) == [12_500, 25_600, 25_600, 300, 300, 0]
    release_hold(second.id, now=now, actor=SYSTEM)
    refund_hold(third.id, Back(goods=4_000), reason="damaged", now=now, actor=SYSTEM)
    assert read_off(now) == [25_000, 8_800, 8_800, 600, 600, 0]
    roll_up_everything()
    assert read_off(now) == [25_000, 8_800, 8_800, 600, 600, 0]
    assert checkpoints.roll_up() == 0


def test_a_transaction_that_stays_open_is_not_passed_over(committed_db: CommittedDatabase, now: datetime) -> None:
    early, late = make.hold(now), make.hold(now)
    written, rolled = Event(), Event()

    def hold_one_transaction_open() -> None:
        with transaction.atomic():
            release_hold(early.id, now=now, actor=SYSTEM)
            written.set()
            assert rolled.wait(10)
        connection.close()

    thread = Thread(target=hold_one_transaction_open)
    thread.start()
    assert written.wait(10)
    release_hold(late.id, now=now, actor=SYSTEM)  # a higher transaction id, committed first
    checkpoints.roll_up()
    assert available(make.BOOK, "CNY") == 12_500
    rolled.set()
    thread.join()
    assert available(make.BOOK, "CNY") == 25_000
    roll_up_everything()
    assert read_off(now) == [25_000, 0, 0, 600, 600, 0]


def test_a_mark_from_another_server_is_dropped(committed_db: CommittedDatabase, now: datetime) -> None:
    hold = make.hold(now)
    checkpoints.roll_up()
    Checkpoint.objects.filter(number=0).update(xid=10**15)
    release_hold(hold.id, now=now, actor=SYSTEM)
    assert read_off(now)[:5] == [12_500, 0, 0, 300, 300]
    checkpoints.roll_up()
    assert read_off(now) == [12_500, 0, 0, 300, 300, 0]


def test_below_a_mark_from_another_server_money_is_paid_out_once(
    committed_db: CommittedDatabase, now: datetime, settings: Settings
) -> None:
    settings.DEMO = True
    release_hold(make.hold(now).id, now=now, actor=SYSTEM)
    account(now)
    roll_up_everything()
    Checkpoint.objects.filter(number=0).update(xid=10**15)

    def pay_out() -> str:
        try:
            request_payout(book_id=make.BOOK, amount=12_500, currency="CNY", now=now, actor=SYSTEM)
        except DomainError as refusal:
            return refusal.code
        return "requested"

    assert [pay_out(), pay_out(), balances.currencies()] == ["requested", "payout_too_much", ["CNY"]]


def test_a_deal_leaves_no_checkpoint_of_its_own(committed_db: CommittedDatabase, now: datetime) -> None:
    for _ in range(3):
        release_hold(make.hold(now).id, now=now, actor=SYSTEM)
    roll_up_everything()
    assert (
        Checkpoint.objects.count() == 7
    )  # the mark; provider and payment in book 0; payment, hold, payable, fees in 7
