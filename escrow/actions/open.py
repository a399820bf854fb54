"""Open a payment and its holds, inside the transaction that places the orders."""

from datetime import datetime

from core import effects as by_products
from core.actor import Actor
from core.effects import Effects
from core.ids import new_id
from core.references import new_reference
from escrow.models import Hold
from escrow.moves import incoming, traces
from escrow.payments import asking
from escrow.payments.models import Payment
from escrow.promotions import promise
from escrow.terms import Terms


def open_payment(
    *,
    payer_id: int,
    purpose: str,
    gateway: str,
    currency: str,
    amount: int,
    expires_at: datetime,
    now: datetime,
    payment_id: int | None = None,
    book_id: int = 0,
    effects: Effects = Effects(),
) -> Payment:
    """Somebody means to pay `amount` minor units: a buyer (`purpose` "checkout"), or a shop's owner the deposit of its
    book ("deposit"). `payment_id` when the caller drew it before.

    From then on the gateway is asked whether the money came (escrow/payments/asking.py), should it not tell by itself.
    """
    payment = Payment.objects.create(
        id=payment_id or new_id(),
        reference=_free_reference(now),
        purpose=purpose,
        book_id=book_id,
        payer_id=payer_id,
        gateway=gateway,
        currency=currency,
        amount=amount,
        opened_at=now,
        expires_at=expires_at,
    )
    asked = asking.begin(incoming.of_payment(payment), now)
    by_products.write(asked + effects, now=now)
    return payment


def _free_reference(now: datetime) -> str:
    """A reference no payment has."""
    clashes = 0
    while Payment.objects.filter(reference=(reference := new_reference(now, clashes))).exists():
        clashes += 1
    return reference


def open_hold(
    *,
    book_id: int,
    payment: Payment,
    terms: Terms,
    now: datetime,
    actor: Actor,
    hold_id: int | None = None,
    effects: Effects = Effects(),
) -> Hold:
    """A share of `payment` will be kept for `book_id`. Raises DomainError promotion_uncovered."""
    promise(terms)
    hold = Hold.objects.create(
        id=hold_id or new_id(),
        book_id=book_id,
        payment=payment,
        currency=terms.currency,
        amount=terms.amount,
        discount=terms.discount,
        fee_base=terms.fee_base,
        tax=terms.tax,
        fee_rate=terms.fee_rate,
        opened_at=now,
    )
    opened = traces.audited(traces.of_hold(hold), "open", actor, amount=terms.amount, payment=payment.id)
    by_products.write(opened + effects, now=now)
    return hold
