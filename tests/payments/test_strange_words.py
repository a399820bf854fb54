"""Whatever signs a provider's words are made of, what they say of money is written down."""

from collections.abc import Callable
from datetime import datetime

import pytest

from core.actor import SYSTEM
from escrow.invariants import check_all
from escrow.payments.actions.chargebacks import record_chargeback
from escrow.payments.actions.close_payment import close_payment
from escrow.payments.actions.payouts import return_payout
from escrow.payments.actions.record_capture import record_capture
from escrow.payments.actions.refunds import reject_refund, return_refund
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Capture, Payment, Payout, Refund
from tests.make import escrow as make
from tests.payments.charging import charge
from tests.payments.provider_side import account, earned

pytestmark = pytest.mark.django_db

#: Each says "closed" as a program does that cuts texts into pieces or keeps them in fields of a fixed length.
STRANGE = ["closed\0\0", "closed\ud83d", " closed\r\n", "\ufeffclosed"]
each = pytest.mark.parametrize("words", STRANGE, ids=ascii)


@each
@pytest.mark.parametrize("act", [reject_refund, return_refund])
def test_why_a_refund_was_not_paid(act: Callable[..., bool], words: str, now: datetime) -> None:
    payment = make.payment(now)
    close_payment(payment.pk, now=now, actor=SYSTEM)
    charge(payment, now)
    Refund.objects.update(state="sent")
    refund = Refund.objects.get()
    assert act(refund.pk, words, tries=0, now=now)
    refund.refresh_from_db()
    assert (refund.state, refund.problem) == ("rejected", "closed")
    assert check_all(now) == []


@each
def test_why_a_payout_came_back(words: str, now: datetime) -> None:
    earned(now)
    account(now)
    payout = request_payout(book_id=make.BOOK, amount=12_500, currency="CNY", now=now, actor=SYSTEM)
    Payout.objects.update(state="sent")
    assert return_payout(payout.pk, words, now=now)
    payout.refresh_from_db()
    assert (payout.state, payout.problem) == ("returned", "closed")
    assert check_all(now) == []


@each
def test_why_a_charge_is_disputed(words: str, now: datetime) -> None:
    capture = charge(make.payment(now), now)
    disputed = record_chargeback(
        gateway=capture.gateway,
        reference="cb1",
        charge=capture.reference,
        amount=capture.amount,
        currency=capture.currency,
        fee=0,
        reason=words,
        evidence_due_at=now,
        now=now,
    )
    assert disputed.reason == "closed"
    assert check_all(now) == []


def _claimed(words: str, payment: Payment, now: datetime) -> Capture:
    return record_capture(
        gateway="sandbox",
        reference=ascii(words),
        claimed_reference=words,
        amount=payment.amount,
        currency=payment.currency,
        captured_at=now,
        now=now,
    )


@each
def test_what_a_charge_is_said_to_be_for(words: str, now: datetime) -> None:
    payment = make.payment(now)
    unknown = _claimed(words, payment, now)
    assert (unknown.verdict, unknown.claimed_reference) == ("unknown", "closed")
    known = _claimed(words.replace("closed", payment.reference), payment, now)
    assert (known.verdict, known.claimed_reference) == ("good", payment.reference)
