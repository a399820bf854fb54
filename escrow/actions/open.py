"""Open a payment and its holds, in one round trip with what a layer above writes besides."""

from collections.abc import Sequence
from datetime import datetime

from core.actor import SYSTEM, Actor
from core.calls import Along
from core.effects import Effects
from core.idempotency import Idempotency, Repeated
from core.ids import new_id
from core.reading import fresh, stored
from core.references import new_reference
from escrow import commit
from escrow.models import Hold
from escrow.move import Move
from escrow.moves import opening
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
    """
    payment = fresh(
        Payment,
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
    open_with_holds(payment, (), now=now, actor=SYSTEM, effects=effects)
    return payment


def _free_reference(now: datetime) -> str:
    """A reference no payment has."""
    clashes = 0
    while Payment.objects.filter(reference=(reference := new_reference(now, clashes))).exists():
        clashes += 1
    return reference


def new_hold(*, book_id: int, payment: Payment, terms: Terms, now: datetime) -> Hold:
    """A share of `payment` to be kept for `book_id`, still to be opened."""
    return fresh(
        Hold,
        id=new_id(),
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


def open_with_holds(
    payment: Payment,
    holds: Sequence[Hold],
    *,
    now: datetime,
    actor: Actor,
    effects: Effects = Effects(),
    key: Idempotency | None = None,
    along: Along | None = None,
) -> None:
    """Open a new payment together with the new holds it will fill, all in its currency.

    Raises DomainError promotion_uncovered, changed_meanwhile; Repeated when `key` came before: nothing is opened then.
    """
    takings = promise(sum(hold.discount for hold in holds), payment.currency)
    moves = (
        opening.payment(payment, now=now),
        *(opening.hold(hold, actor=actor) for hold in holds),
        Move(takings=takings, effects=effects, idempotency=key),
    )
    before = commit.send(moves, now=now, along=along)
    if before is not None:
        raise Repeated(before["answer"])
    stored(payment, *holds)
