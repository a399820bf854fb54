"""What the pages read: a payment's whole story, a hold's, single keys; balances by shop."""

from datetime import datetime, timedelta

from core.actor import SYSTEM
from escrow.actions.fund import fund_hold
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.journal import JournalLine
from escrow.payments.models import Payout
from escrow.payments.states import PayoutState
from escrow.queries import available, figures, held, held_total, journal, journal_of_payment, trial_balance
from escrow.terms import Back
from tests.make import escrow as make


def test_a_payments_story_is_told_in_order_and_holds_nothing_of_others(db: None, now: datetime) -> None:
    make.hold(now)  # somebody else's
    paid_by = make.payment(now, 25_600)
    a, b = make.unpaid_hold(now, of=paid_by), make.unpaid_hold(now, of=paid_by, book_id=8)
    captured = make.capture(paid_by, now)
    for hold in (a, b):
        fund_hold(hold.id, capture_id=captured.id, now=now + timedelta(seconds=1), actor=SYSTEM)
    later = now + timedelta(days=1)
    refund = refund_hold(a.id, Back(goods=4_000), reason="damaged", now=later, actor=SYSTEM)
    release_hold(b.id, now=later + timedelta(days=1), actor=SYSTEM)
    assert refund is not None
    story = journal_of_payment(paid_by.id)
    assert [(line.key, line.at, line.amount) for line in story] == [
        (f"capture:sandbox:ch-{paid_by.id}", now, 25_600),
        (f"hold:{a.id}:fund", now + timedelta(seconds=1), 12_800),
        (f"hold:{b.id}:fund", now + timedelta(seconds=1), 12_800),
        (f"hold:{a.id}:refund:{refund.id}", later, 4_000),
        (f"hold:{b.id}:release", later + timedelta(days=1), 12_500),
        (f"hold:{b.id}:release", later + timedelta(days=1), 300),
    ]
    assert journal(holds=[a]) == [line for line in story if f":{a.id}:" in line.key]
    assert journal(keys=[f"hold:{b.id}:fund"]) == [
        JournalLine(
            f"hold:{b.id}:fund", now + timedelta(seconds=1), f"payment:{paid_by.id}", f"hold:{b.id}", 12_800, "CNY"
        )
    ]
    assert journal() == []


def test_balances_belong_to_their_shop_and_currency(db: None, now: datetime) -> None:
    make.hold(now)
    release_hold(make.hold(now, book_id=8).id, now=now, actor=SYSTEM)
    assert [held(7, "CNY"), held(8, "CNY"), held_total("CNY"), held_total("JPY")] == [12_800, 0, 12_800, 0]
    assert [available(7, "CNY"), available(8, "CNY"), available(8, "JPY")] == [0, 12_500, 0]
    assert [(of.held, of.available) for of in (figures(7, "CNY"), figures(8, "CNY"))] == [(12_800, 0), (0, 12_500)]


def test_what_reached_the_bank_and_stayed_there_is_paid_out(db: None, now: datetime) -> None:
    for number, state in enumerate(PayoutState):
        Payout.objects.create(
            id=number, book_id=7, account_id=1, gateway="sandbox", reference=f"O{number}", currency="CNY",
            amount=10**number, state=state, opened_at=now,
        )  # fmt: skip
    assert figures(7, "CNY").paid_out == 10 ** list(PayoutState).index(PayoutState.PAID)
    assert (figures(8, "CNY").paid_out, figures(7, "JPY").paid_out) == (0, 0)


def test_the_trial_balance_has_two_equal_columns(db: None, now: datetime) -> None:
    release_hold(make.hold(now, make.P).id, now=now, actor=SYSTEM)
    rows = trial_balance("CNY")
    assert {row.kind.label: row.balance for row in rows} == {
        "provider": 12_800,
        "payment": 0,
        "hold": 0,
        "payable": 12_500,
        "income:fees": 300,
        "expense:promotions": 1_000,
        "capital:host": 1_000,
    }
    assert sum(row.debit for row in rows) == sum(row.credit for row in rows)
