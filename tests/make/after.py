"""What happens after the seller was paid: reserved holds, deposits, chargebacks. By the same actions the site calls."""

from datetime import datetime, timedelta

from core.actor import SYSTEM
from core.ids import new_id
from escrow.actions.charge_back import charge_back
from escrow.actions.claw_back import claw_back
from escrow.actions.deposits import accept_deposit
from escrow.actions.freeze import freeze_hold
from escrow.actions.open import open_payment
from escrow.actions.release import release_hold
from escrow.actions.reserve import reserve_hold
from escrow.models import Hold
from escrow.payments.actions.chargebacks import record_chargeback
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Capture, Chargeback, Payment
from escrow.terms import Back, Terms
from tests.make import escrow as make

CLAIM = 5


def released(now: datetime, terms: Terms = make.PLAIN, book_id: int = make.BOOK) -> Hold:
    """A hold whose money the shop has."""
    return release_hold(make.hold(now, terms, book_id).id, now=now, actor=SYSTEM)


def reserved(now: datetime, terms: Terms = make.PLAIN, amount: int = 4_000) -> Hold:
    """The same, with an open after-sale claim about `amount`."""
    hold = released(now, terms)
    return reserve_hold(hold.id, amount, cause="after_sale", cause_id=CLAIM, now=now, actor=SYSTEM)


def taken_back(hold: Hold, back: Back, now: datetime) -> Hold:
    """The claim ends with `back` for the buyer."""
    return claw_back(hold.id, back, cause="after_sale", cause_id=CLAIM, reason="after_sale", now=now, actor=SYSTEM)


def spent(now: datetime, left: int, book_id: int = make.BOOK, earned: int = 12_500) -> None:
    """All but `left` of what the shop earned was paid out. It has a bank account."""
    request_payout(book_id=book_id, amount=earned - left, currency="CNY", now=now, actor=SYSTEM)


def deposit_payment(now: datetime, amount: int = 50_000, book_id: int = make.BOOK) -> Payment:
    """A shop's owner means to pay a deposit."""
    return open_payment(
        payer_id=9,
        purpose="deposit",
        book_id=book_id,
        gateway="sandbox",
        currency="CNY",
        amount=amount,
        expires_at=now + timedelta(days=1),
        now=now,
    )


def deposited(now: datetime, amount: int = 50_000, book_id: int = make.BOOK) -> Payment:
    """A shop's deposit, paid in."""
    payment = deposit_payment(now, amount, book_id)
    assert accept_deposit(make.capture(payment, now).id, now=now)
    return payment


def disputed(payment: Payment, now: datetime, amount: int | None = None, fee: int = 1_500) -> Chargeback:
    """The payer's bank takes a payment back."""
    return disputed_charge(payment.captures.get(reference=f"ch-{payment.id}"), now, amount, fee)


def disputed_charge(charge: Capture, now: datetime, amount: int | None = None, fee: int = 1_500) -> Chargeback:
    """The payer's bank takes a charge back, whatever it paid."""
    return record_chargeback(
        gateway="sandbox",
        reference=f"cb-{new_id()}",
        charge=charge.reference,
        amount=amount or charge.amount,
        currency=charge.currency,
        fee=fee,
        reason="not received",
        evidence_due_at=now + timedelta(days=7),
        now=now,
    )


def frozen_for(chargeback: Chargeback, hold: Hold, now: datetime) -> None:
    freeze_hold(hold.id, cause="chargeback", cause_id=chargeback.pk, now=now, actor=SYSTEM)


def reserved_for(chargeback: Chargeback, hold: Hold, now: datetime, amount: int = 12_500) -> None:
    reserve_hold(hold.id, amount, cause="chargeback", cause_id=chargeback.pk, now=now, actor=SYSTEM)


def charged_back(chargeback: Chargeback, hold: Hold, now: datetime) -> Hold:
    return charge_back(hold.id, chargeback_id=chargeback.pk, now=now, actor=SYSTEM)
