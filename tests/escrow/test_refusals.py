"""What the books refuse, each with its code, and that nothing was written."""

from datetime import datetime
from functools import partial

import pytest
from django.db import transaction

from core.actor import SYSTEM
from core.errors import DomainError
from escrow import invariants
from escrow.actions.capital import draw_capital, pay_in_capital
from escrow.actions.freeze import freeze_hold, unfreeze_hold
from escrow.actions.fund import fund_hold
from escrow.actions.refund import refund_hold
from escrow.actions.settle import settle_hold
from escrow.ledger.models import JournalEntry
from escrow.models import Freeze, Hold
from escrow.payments.models import Capture, Payment
from escrow.payments.states import PaymentState, Verdict
from escrow.terms import Back, Terms
from tests.make import escrow as make


def refused(code: str) -> "pytest.RaisesContext[DomainError]":  # type: ignore[name-defined]
    return pytest.raises(DomainError, match=f"^{code}: ")


@pytest.mark.parametrize(
    ("back", "code"),
    [
        (Back(), "back_nothing"),
        (Back(goods=-1), "back_negative"),
        (Back(goods=4_000, other=-1), "back_negative"),
        (Back(goods=12_001), "back_too_much"),
        (Back(other=801), "back_too_much"),
        (Back(tax=1), "back_too_much"),
        (Back(goods=12_000, other=801), "back_too_much"),
        (Back(goods=2**63), "back_too_much"),
    ],
)
def test_what_may_not_be_given_back(db: None, now: datetime, back: Back, code: str) -> None:
    hold = make.hold(now)
    with refused(code):
        refund_hold(hold.id, back, reason="damaged", now=now, actor=SYSTEM)
    stored = Hold.objects.get(pk=hold.id)
    assert (stored.version, stored.remaining, JournalEntry.objects.count()) == (1, 12_800, 2)


def test_a_part_is_given_back_once(db: None, now: datetime) -> None:
    hold = make.hold(now)
    refund_hold(hold.id, Back(other=800), reason="late", now=now, actor=SYSTEM)
    with refused("back_too_much"):
        refund_hold(hold.id, Back(other=1), reason="late", now=now, actor=SYSTEM)


def test_a_refund_of_nothing_but_promotion_pays_the_buyer_nothing(db: None, now: datetime) -> None:
    terms = Terms(currency="CNY", amount=100, discount=99, fee_base=100, fee_rate=250)
    hold = make.hold(now, terms)
    first = refund_hold(hold.id, Back(goods=1), reason="part", now=now, actor=SYSTEM)
    assert first is not None
    assert first.amount == 1
    assert refund_hold(hold.id, Back(goods=99), reason="rest", now=now, actor=SYSTEM) is None
    assert Hold.objects.get(pk=hold.id).state == "refunded"
    assert invariants.check_all(now) == []


@pytest.mark.parametrize(
    "parts",
    [
        {"amount": 0},
        {"amount": -1},
        {"amount": 10**15},
        {"discount": 12_800},
        {"discount": -1},
        {"fee_base": 12_801},
        {"fee_base": -1},
        {"tax": 801},
        {"tax": -1},
        {"fee_rate": 10_001},
        {"fee_rate": -1},
    ],
)
def test_terms_that_do_not_add_up(parts: dict[str, int]) -> None:
    with refused("terms_do_not_fit"):
        Terms(currency="CNY", **{"amount": 12_800, "fee_base": 12_000, "fee_rate": 250, **parts})


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.GOOD])
def test_only_a_good_capture_funds(db: None, now: datetime, verdict: Verdict) -> None:
    hold = make.unpaid_hold(now)
    captured = make.capture(hold.payment, now)
    Capture.objects.update(verdict=verdict)
    with refused("capture_not_good"):
        fund_hold(hold.id, capture_id=captured.id, now=now, actor=SYSTEM)


def test_another_payments_capture_does_not_fund(db: None, now: datetime) -> None:
    hold = make.unpaid_hold(now)
    captured = make.capture(make.payment(now), now)
    with refused("capture_not_good"):
        fund_hold(hold.id, capture_id=captured.id, now=now, actor=SYSTEM)


def test_the_same_digits_in_another_currency_do_not_fund(db: None, now: datetime) -> None:
    hold = make.unpaid_hold(now)
    captured = make.capture(hold.payment, now)
    Capture.objects.update(currency="JPY")
    with refused("capture_not_good"):
        fund_hold(hold.id, capture_id=captured.id, now=now, actor=SYSTEM)


def test_a_capture_is_divided_once(db: None, now: datetime) -> None:
    paid_by = make.payment(now)
    first, second = make.unpaid_hold(now, of=paid_by), make.unpaid_hold(now, of=paid_by)
    captured = make.capture(paid_by, now)
    fund_hold(first.id, capture_id=captured.id, now=now, actor=SYSTEM)
    with refused("capture_spent"):
        fund_hold(second.id, capture_id=captured.id, now=now, actor=SYSTEM)


def test_the_payment_is_paid_when_its_last_hold_is_funded(db: None, now: datetime) -> None:
    paid_by = make.payment(now, 25_600)
    first, second = make.unpaid_hold(now, of=paid_by), make.unpaid_hold(now, of=paid_by, book_id=8)
    captured = make.capture(paid_by, now)
    fund_hold(first.id, capture_id=captured.id, now=now, actor=SYSTEM)
    assert Payment.objects.get().state == PaymentState.AWAITING
    fund_hold(second.id, capture_id=captured.id, now=now, actor=SYSTEM)
    paid = Payment.objects.get()
    assert (paid.state, paid.ended_at, paid.version) == (PaymentState.PAID, now, 1)


def test_a_promotion_needs_cover_beyond_what_is_promised(db: None, now: datetime) -> None:
    make.capital(now, 1_500)
    make.promised_hold(now)
    with refused("promotion_uncovered"):
        make.promised_hold(now)
    assert Payment.objects.count() == 1
    with refused("cover_too_small"):
        draw_capital(amount=501, currency="CNY", gateway="sandbox", reference="d", now=now, actor=SYSTEM)
    draw_capital(amount=500, currency="CNY", gateway="sandbox", reference="d", now=now, actor=SYSTEM)


@pytest.mark.parametrize("amount", [0, -1, 10**14 + 1])
def test_capital_has_bounds(db: None, now: datetime, amount: int) -> None:
    with refused("amount_out_of_bounds"):
        pay_in_capital(amount=amount, currency="CNY", gateway="sandbox", reference="a", now=now, actor=SYSTEM)


def test_capital_under_one_reference_is_paid_in_once(db: None, now: datetime) -> None:
    for _ in range(2):
        pay_in_capital(amount=5, currency="CNY", gateway="sandbox", reference="a", now=now, actor=SYSTEM)
    assert JournalEntry.objects.count() == 1
    for other in (partial(pay_in_capital, amount=4), partial(draw_capital, amount=5)):
        with refused("reference_used"), transaction.atomic():
            other(currency="CNY", gateway="sandbox", reference="a", now=now, actor=SYSTEM)


def test_only_its_own_end_lifts_a_cause(db: None, now: datetime) -> None:
    hold = make.hold(now)
    freeze_hold(hold.id, cause="claim", cause_id=1, now=now, actor=SYSTEM)
    freeze_hold(hold.id, cause="chargeback", cause_id=1, now=now, actor=SYSTEM)
    with refused("freeze_known"):
        freeze_hold(hold.id, cause="claim", cause_id=1, now=now, actor=SYSTEM)
    with refused("hold_not_frozen"):
        unfreeze_hold(hold.id, cause="claim", cause_id=2, now=now, actor=SYSTEM)
    with refused("hold_frozen"):
        settle_hold(hold.id, Back(goods=1), cause="claim", cause_id=1, now=now, actor=SYSTEM)
    unfreeze_hold(hold.id, cause="chargeback", cause_id=1, now=now, actor=SYSTEM)
    with refused("hold_not_frozen"):
        unfreeze_hold(hold.id, cause="chargeback", cause_id=1, now=now, actor=SYSTEM)
    settle_hold(hold.id, Back(), cause="claim", cause_id=1, now=now, actor=SYSTEM)
    assert not Freeze.objects.filter(lifted_at=None).exists()
    assert (Hold.objects.get().state, invariants.check_all(now)) == ("settled", [])


def test_a_hold_that_does_not_exist(db: None, now: datetime) -> None:
    with pytest.raises(Hold.DoesNotExist):
        refund_hold(12345, Back(goods=1), reason="x", now=now, actor=SYSTEM)
