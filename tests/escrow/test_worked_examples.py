"""The worked examples of docs/money.md that a hold alone shows: the whole journal, literally."""

from datetime import datetime

import pytest

from core.actor import SYSTEM
from core.errors import DomainError
from escrow import balances
from escrow.actions.capital import draw_capital, pay_in_capital
from escrow.actions.freeze import freeze_hold
from escrow.actions.refund import refund_hold
from escrow.actions.release import release_hold
from escrow.actions.settle import settle_hold
from escrow.models import Hold
from escrow.moves import accounts
from escrow.payments.models import Refund
from escrow.terms import Back
from tests.escrow.journals import lines
from tests.make import escrow as make

LINE_BACK = Back(goods=4_000)


def funded(hold: Hold, discount: int = 0) -> list[tuple[str, str, str, int]]:
    """Example 1 or 1P: how every hold here begins."""
    paid = hold.amount - discount
    start = [("capital:t", "provider:sandbox", "capital:host", discount)] if discount else []
    return [
        *start,
        ("capture:sandbox:ch-P", "provider:sandbox", "payment:P", paid),
        ("hold:H:fund", "payment:P", "hold:H", paid),
        *([("hold:H:fund", "expense:promotions", "hold:H", discount)] if discount else []),
    ]


def journal(hold: Hold, **names: int) -> list[tuple[str, str, str, int]]:
    return lines(H=hold.id, P=hold.payment_id, **names)


def test_0_the_host_pays_in_and_draws(db: None, now: datetime) -> None:
    pay_in_capital(amount=100_000, currency="CNY", gateway="sandbox", reference="a", now=now, actor=SYSTEM)
    assert balances.cover("CNY") == 100_000
    draw_capital(amount=40_000, currency="CNY", gateway="sandbox", reference="b", now=now, actor=SYSTEM)
    assert balances.cover("CNY") == 60_000
    with pytest.raises(DomainError) as refusal:
        draw_capital(amount=60_001, currency="CNY", gateway="sandbox", reference="c", now=now, actor=SYSTEM)
    assert refusal.value.code == "cover_too_small"
    assert lines() == [
        ("capital:a", "provider:sandbox", "capital:host", 100_000),
        ("capital:b", "capital:host", "provider:sandbox", 40_000),
    ]


def test_1_capture_and_allot(db: None, now: datetime) -> None:
    hold = make.hold(now)
    assert (hold.state, hold.remaining) == ("held", 12_800)
    assert journal(hold) == funded(hold)
    assert balances.cover("CNY") == 0


def test_1p_the_promotion_joins(db: None, now: datetime) -> None:
    hold = make.hold(now, make.P)
    assert (hold.state, hold.remaining) == ("held", 12_800)
    assert journal(hold) == funded(hold, 1_000)
    assert balances.cover("CNY") == 0  # 1,000 of capital less 1,000 promoted


def test_2_release(db: None, now: datetime) -> None:
    hold = make.hold(now)
    hold = release_hold(hold.id, now=now, actor=SYSTEM)
    assert (hold.state, hold.remaining, hold.fee) == ("released", 0, 300)
    assert journal(hold) == [
        *funded(hold),
        ("hold:H:release", "hold:H", "payable:7", 12_500),
        ("hold:H:release", "hold:H", "income:fees", 300),
    ]
    assert balances.cover("CNY") == 300


def test_7_cancelled_before_shipping(db: None, now: datetime) -> None:
    hold = make.hold(now)
    refund = _refund(hold, Back.all_of(hold), now)
    assert _state(hold) == ("refunded", 0, 0)
    assert journal(hold, R=refund.id) == [*funded(hold), ("hold:H:refund:R", "hold:H", "refund_due:R", 12_800)]
    assert (refund.amount, refund.reason, refund.payer_id) == (12_800, "cancelled", make.PAYER)


def test_7p_the_promotion_returns(db: None, now: datetime) -> None:
    hold = make.hold(now, make.P)
    refund = _refund(hold, Back.all_of(hold), now)
    assert _state(hold) == ("refunded", 0, 0)
    assert journal(hold, R=refund.id) == [
        *funded(hold, 1_000),
        ("hold:H:refund:R", "hold:H", "expense:promotions", 1_000),
        ("hold:H:refund:R", "hold:H", "refund_due:R", 11_800),
    ]
    assert balances.balance(None, accounts.promotions("CNY")) == 0


def test_8_a_line_back_then_release(db: None, now: datetime) -> None:
    hold = make.hold(now)
    refund = _refund(hold, LINE_BACK, now)
    release_hold(hold.id, now=now, actor=SYSTEM)
    assert _state(hold) == ("released", 0, 200)
    assert journal(hold, R=refund.id) == [
        *funded(hold),
        ("hold:H:refund:R", "hold:H", "refund_due:R", 4_000),
        ("hold:H:release", "hold:H", "payable:7", 8_600),
        ("hold:H:release", "hold:H", "income:fees", 200),
    ]


def test_9p_a_line_back_then_release_with_a_promotion(db: None, now: datetime) -> None:
    hold = make.hold(now, make.P)
    refund = _refund(hold, LINE_BACK, now)
    release_hold(hold.id, now=now, actor=SYSTEM)
    assert journal(hold, R=refund.id) == [
        *funded(hold, 1_000),
        ("hold:H:refund:R", "hold:H", "expense:promotions", 312),
        ("hold:H:refund:R", "hold:H", "refund_due:R", 3_688),
        ("hold:H:release", "hold:H", "payable:7", 8_600),
        ("hold:H:release", "hold:H", "income:fees", 200),
    ]


def test_10p_three_refunds_cumulate(db: None, now: datetime) -> None:
    hold = make.hold(now, make.P)
    left = []
    refunds = []
    for back in (Back(goods=4_000), Back(goods=2_000), Back(goods=6_000, other=800)):
        refunds.append(_refund(hold, back, now).id)
        left.append(Hold.objects.get(pk=hold.id).remaining)
    assert left == [8_800, 6_800, 0]
    a, b, c = refunds
    assert journal(hold, A=a, B=b, C=c) == [
        *funded(hold, 1_000),
        ("hold:H:refund:A", "hold:H", "expense:promotions", 312),
        ("hold:H:refund:A", "hold:H", "refund_due:A", 3_688),
        ("hold:H:refund:B", "hold:H", "expense:promotions", 156),
        ("hold:H:refund:B", "hold:H", "refund_due:B", 1_844),
        ("hold:H:refund:C", "hold:H", "expense:promotions", 532),
        ("hold:H:refund:C", "hold:H", "refund_due:C", 6_268),
    ]
    assert _state(hold) == ("refunded", 0, 0)


def test_11p_settle_a_frozen_hold(db: None, now: datetime) -> None:
    hold = make.hold(now, make.P)
    freeze_hold(hold.id, cause="claim", cause_id=5, now=now, actor=SYSTEM)
    settle_hold(hold.id, LINE_BACK, cause="claim", cause_id=5, now=now, actor=SYSTEM)
    refund = Refund.objects.get(hold_id=hold.id)
    assert _state(hold) == ("settled", 0, 200)
    assert journal(hold, R=refund.id) == [
        *funded(hold, 1_000),
        ("hold:H:settle", "hold:H", "expense:promotions", 312),
        ("hold:H:settle", "hold:H", "refund_due:R", 3_688),
        ("hold:H:settle", "hold:H", "payable:7", 8_600),
        ("hold:H:settle", "hold:H", "income:fees", 200),
    ]


def test_14_a_chargeback_freezes_and_leaves_what_remains(db: None, now: datetime) -> None:
    hold = make.hold(now)
    freeze_hold(hold.id, cause="chargeback", cause_id=9, now=now, actor=SYSTEM)
    with pytest.raises(DomainError) as refusal:
        release_hold(hold.id, now=now, actor=SYSTEM)
    assert refusal.value.code == "hold_frozen"
    assert _state(hold) == ("held", 12_800, 0)
    assert journal(hold) == funded(hold)


def test_19_tax_the_site_collects(db: None, now: datetime) -> None:
    hold = make.hold(now, make.TAXED)
    release_hold(hold.id, now=now, actor=SYSTEM)
    assert journal(hold) == [
        *funded(hold),
        ("hold:H:release", "hold:H", "payable:7", 12_500),
        ("hold:H:release", "hold:H", "income:fees", 300),
        ("hold:H:release", "hold:H", "tax_due", 1_200),
    ]


def _refund(hold: Hold, back: Back, now: datetime) -> Refund:
    refund = refund_hold(hold.id, back, reason="cancelled", now=now, actor=SYSTEM)
    assert refund is not None
    return refund


def _state(hold: Hold) -> tuple[str, int, int]:
    stored = Hold.objects.get(pk=hold.id)
    return stored.state, stored.remaining, stored.fee
