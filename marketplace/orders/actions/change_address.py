"""The buyer sends an order somewhere else: possible until it is being packed."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects
from core.actor import Actor
from core.acts import act
from core.errors import DomainError
from escrow.states import ENDED
from marketplace.orders import facts
from marketplace.orders.destination import Destination
from marketplace.orders.locks import lock_order
from marketplace.orders.models import Order


@act("change_address", of="orders")
def change_address(order_id: int, destination: Destination, *, now: datetime, actor: Actor) -> Order:
    """Write another address onto the order. Refused: `order_ended`, `address_stands`; `Invalid` when unreadable."""
    to = destination.cleaned()
    order = lock_order(order_id)
    if order.hold.state in ENDED:
        raise DomainError("order_ended", _("This order has ended already."))
    if order.packed_at is not None or hasattr(order, "shipment"):
        raise DomainError("address_stands", _("The shop is packing it already, so the address stands."))
    Order.objects.filter(pk=order.pk).update(**to.fields())
    effects.write(facts.audit(order, "address_changed", actor), now=now)
    return lock_order(order_id)


def is_open(order: Order) -> bool:
    """Whether the address can still be changed, as far as one can see without a lock."""
    return order.packed_at is None and order.hold.state not in ENDED and not hasattr(order, "shipment")
