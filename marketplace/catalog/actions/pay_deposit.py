"""A shop's owner pays the deposit in, or tops it up after something was taken from it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.acts import act
from core.effects import CloseDeadline, Effects, OpenDeadline, Subject
from core.errors import DomainError, Invalid
from core.ids import new_id
from core.money import MAX_MINOR, Money, format_money
from escrow.actions.open import open_payment
from escrow.payments import gateways
from escrow.payments.disputes import DEPOSIT
from escrow.payments.models import Payment
from escrow.payments.states import PaymentState
from marketplace.catalog.deposits import missing
from marketplace.catalog.models import Shop
from marketplace.catalog.refusals import refuse_closed
from marketplace.suspensions.locks import lock_person


@act("pay_deposit", of="catalog")
def pay_deposit(shop: Shop, amount: int, *, gateway: str = "", now: datetime, actor: Actor) -> Payment:
    """Open the payment of `amount` minor units, which goes into the deposit when it has come. The same again while it
    waits is that one. It goes through `gateway`, or the first there is.

    Refused: `no_gateway`, `deposit_waits` (for another sum, or another way), `shop_closed`; `Invalid`:
    amount_out_of_bounds, `gateway_unavailable`, `deposit_too_small` (less than is missing).
    """
    way = gateways.chosen(gateway)
    if not 0 < amount <= MAX_MINOR:
        raise Invalid("amount_out_of_bounds", _("The amount is out of bounds."), field="amount")
    lock_person(shop.owner_id)
    refuse_closed(shop.pk)
    if amount < (least := missing(shop)):
        words = _("At least %(least)s is missing.")
        raise Invalid("deposit_too_small", words, {"least": format_money(Money(least, shop.currency))}, field="amount")
    waiting = deposit_waiting(shop)
    if waiting is not None and (waiting.amount, waiting.gateway) == (amount, way):
        return waiting
    if waiting is not None:
        raise DomainError("deposit_waits", _("Another payment of the deposit is still waited for."))
    payment_id, expires_at = new_id(), now + timedelta(seconds=gateways.pay_window(way))
    promised = Effects(deadlines=(OpenDeadline(Subject("payment", payment_id, 0), "pay", expires_at),))
    return open_payment(
        payer_id=actor.person,
        purpose=DEPOSIT,
        gateway=way,
        currency=shop.currency,
        amount=amount,
        expires_at=expires_at,
        now=now,
        payment_id=payment_id,
        book_id=shop.book_id,
        effects=promised,
    )


def paid(payment: Payment) -> Effects:
    """The deposit has come: nobody waits for it any longer."""
    return Effects(deadlines=(CloseDeadline(Subject("payment", payment.pk, 0), "pay", "met"),))


def deposit_waiting(shop: Shop) -> Payment | None:
    """The payment of the deposit that has not come yet."""
    # Nobody else pays it, and by whom there is an index.
    paid = Payment.objects.filter(payer=shop.owner_id, purpose=DEPOSIT, book_id=shop.book_id)
    return paid.filter(state=PaymentState.AWAITING).order_by("-opened_at").first()
