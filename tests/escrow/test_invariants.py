"""Each invariant is broken on purpose, and is the one that is named."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from core import effects as by_products
from core.actor import SYSTEM
from escrow import balances, checkpoints, commit, invariants
from escrow.actions.freeze import freeze_hold
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.chart import Account, Kind
from escrow.ledger.models import Checkpoint
from escrow.models import Freeze, Hold
from escrow.move import Line, Move, NewRow, entry
from escrow.moves import accounts, outgoing, traces
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.actions.stop_payouts import stop_payouts
from escrow.payments.models import Capture, Chargeback, Payout, Refund
from escrow.terms import Back
from tests.make import after
from tests.make import escrow as make
from tests.payments.provider_side import account


def post(now: datetime, debit: Account, credit: Account, *, key: str = "stray", book_id: int = make.BOOK) -> None:
    commit.send([Move(entries=(entry(book_id, key, Line(debit, credit, 5)),))], now=now)


def the_hold() -> Hold:
    return Hold.objects.order_by("id")[0]


def kept() -> Account:
    return accounts.hold(the_hold().id, "CNY")


def break_entry(now: datetime) -> None:
    commit.send([Move(entries=(entry(make.BOOK, "empty"),))], now=now)


def break_account(now: datetime) -> None:
    post(now, accounts.fees("CNY"), Account(Kind.FEES, 3, "CNY"))


def break_account_book(now: datetime) -> None:
    post(now, accounts.payable(make.BOOK, "CNY"), accounts.payable(8, "CNY"))


def break_remaining(now: datetime) -> None:
    post(now, kept(), accounts.fees("CNY"))


def break_ended(now: datetime) -> None:
    released = Hold.objects.get(state="released")
    post(now, accounts.fees("CNY"), accounts.hold(released.id, "CNY"))


def break_end(_now: datetime) -> None:
    Hold.objects.filter(state="released").update(ended_at=None)


def break_change(_now: datetime) -> None:
    Hold.objects.filter(state="released").update(state="settled")


def break_capture(_now: datetime) -> None:
    Capture.objects.filter(payment_id=the_hold().payment_id).update(allotted=12_799)


def break_payment(now: datetime) -> None:
    opened = make.payment(now, 500)
    make.capture(opened, now - timedelta(minutes=11))


def break_refund(_now: datetime) -> None:
    Refund.objects.update(amount=3_999)


def break_payout(now: datetime) -> None:
    row = {
        "id": 1,
        "book_id": make.BOOK,
        "account_id": 1,
        "refund_id": None,
        "gateway": "sandbox",
        "reference": "O1",
        "currency": "CNY",
        "amount": 100,
        "state": "requested",
    }
    commit.send([Move(rows=(NewRow("new_payout", row),))], now=now)


def overdraw(now: datetime) -> None:
    line = Line(accounts.payable(make.BOOK, "CNY"), accounts.fees("CNY"), 8_601)
    commit.send([Move(entries=(entry(make.BOOK, "stray", line),))], now=now)


def break_stop(now: datetime) -> None:
    account(now)
    payout = request_payout(book_id=make.BOOK, amount=100, currency="CNY", now=now, actor=SYSTEM)
    stop_payouts(book_id=make.BOOK, cause="suspension", cause_id=1, now=now, actor=SYSTEM)
    sent = traces.audited(outgoing.of_payout(payout), "send", SYSTEM)
    by_products.write(sent, now=now + timedelta(minutes=2))


def break_agreement(now: datetime) -> None:
    account(now)
    request_payout(book_id=make.BOOK, amount=500, currency="CNY", now=now, actor=SYSTEM)
    Payout.objects.update(agreement="given")


def break_freeze(now: datetime) -> None:
    freeze_hold(the_hold().id, cause="claim", cause_id=1, now=now, actor=SYSTEM)
    Freeze.objects.update(lifted_at=now)


def break_checkpoint(_now: datetime) -> None:
    Checkpoint.objects.create(
        book_id=make.BOOK, number=accounts.payable(make.BOOK, "CNY").number, xid=0, debit=1, credit=1
    )


def break_cover(_now: datetime) -> None:
    """A checkpoint is read once there is a mark."""
    Checkpoint.objects.get_or_create(book_id=0, number=0, defaults={"xid": 1, "debit": 0, "credit": 0})
    Checkpoint.objects.create(book_id=make.BOOK, number=accounts.fees("CNY").number, xid=0, debit=1, credit=0)


def break_given_back(_now: datetime) -> None:
    """A refund of a hold that ended, taken for the host's."""
    Refund.objects.update(reason="goodwill")


def break_chargeback(now: datetime) -> None:
    chargeback = after.disputed(the_hold().payment, now)
    Chargeback.objects.filter(pk=chargeback.pk).update(amount=12_799)


def break_dispute(now: datetime) -> None:
    after.disputed(the_hold().payment, now)
    Chargeback.objects.update(state="won", ended_at=now)


BREAKS: dict[Callable[[datetime], None], set[str]] = {
    break_entry: {"entries_and_postings_belong_together"},
    break_account: {"no_stray_account"},
    break_account_book: {"no_stray_account"},
    break_remaining: {"remaining_is_what_was_posted"},
    break_ended: {"an_ended_hold_is_empty", "remaining_is_what_was_posted"},
    break_end: {"a_hold_ends_once"},
    break_change: {"every_change_has_its_entry"},
    break_capture: {"a_capture_is_spent_once"},
    break_payment: {"a_payment_is_divided_soon"},
    break_refund: {"refunds_due_are_open_rows", "what_was_given_back_was_posted"},
    break_payout: {"payouts_due_are_open_rows"},
    overdraw: {"no_account_is_overdrawn"},
    break_stop: {"nothing_is_sent_while_payouts_are_stopped"},
    break_agreement: {"large_payouts_were_agreed_on"},
    break_freeze: {"freezes_are_counted"},
    break_given_back: {"what_was_given_back_was_posted"},
    break_chargeback: {"chargebacks_are_open_rows"},
    break_dispute: {"chargebacks_are_open_rows", "every_change_has_its_entry"},
    break_checkpoint: {"checkpoints_are_sums"},
    break_cover: {"checkpoints_are_sums", "cover_is_capital_and_result"},
}


@pytest.fixture
def books(db: None, now: datetime) -> None:
    """A hold that is kept, and one that gave a part back and was released."""
    make.hold(now)
    second = make.hold(now)
    refund_hold(second.id, Back(goods=4_000), reason="damaged", now=now, actor=SYSTEM)
    release_hold(second.id, now=now, actor=SYSTEM)


def test_true_books_break_nothing(books: None, now: datetime) -> None:
    assert invariants.check_all(now) == []


@pytest.mark.parametrize("breaks", BREAKS, ids=lambda breaks: breaks.__name__)
def test_what_breaks_the_books_is_named(books: None, now: datetime, breaks: Callable[[datetime], None]) -> None:
    breaks(now)
    assert {broken.name for broken in invariants.check_all(now)} == BREAKS[breaks]


def test_every_invariant_is_broken_by_a_test() -> None:
    assert set().union(*BREAKS.values()) == set(invariants.NAMES)


def test_the_command_prints_the_books_and_fails_when_one_is_broken(
    books: None, now: datetime, capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    settings.INVARIANTS = ["escrow.invariants"]  # no order stands behind these holds
    call_command("books")
    shown = capsys.readouterr().out
    assert [
        line.split() for line in shown.splitlines() if line.strip().startswith(("hold ", "together", "cover "))
    ] == [
        ["hold", "¥128.00", "¥256.00", "¥128.00"],
        ["together", "¥640.00", "¥640.00"],
        ["cover", "¥2.00"],
    ]
    assert shown.count("holds ") == len(invariants.NAMES)
    break_remaining(now)
    with pytest.raises(CommandError, match="1 of the invariants do not hold"):
        call_command("books")
    assert "BROKEN  remaining_is_what_was_posted" in capsys.readouterr().out


def test_rolling_up_changes_no_total(books: None, now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_posting")
        assert cursor.fetchone() == (7,)
    before = balances.totals("CNY")
    checkpoints.roll_up()
    assert balances.totals("CNY") == before
