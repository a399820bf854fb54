"""The buyer has the goods and is content: the money goes to the seller at once."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.errors import DomainError
from core.reading import Lookup, Shape
from escrow.actions.release import release_hold
from escrow.models import Hold
from escrow.reading import RELEASING
from escrow.states import HoldState
from marketplace.orders import facts, promises
from marketplace.orders.models import Order

_ORDER = Shape(Order, "o", "id", "shop_id")
_RECEIPT = Lookup(
    "read_receipt",
    [_ORDER, RELEASING],
    ["EXISTS (SELECT FROM orders_shipment s WHERE s.order_id = o.id)"],
    "FROM orders_order o JOIN escrow_hold h ON h.id = o.hold_id WHERE o.id = $1",
)


def confirm_receipt(order_id: int, *, now: datetime, actor: Actor) -> Hold:
    """Release everything that is left in the order's hold, which bears its number. Nothing else is locked.

    A parcel that was handed to a carrier stays so, so this may be read without a lock; what may not change meanwhile is
    the hold, and the books compare it. Refused: `not_shipped`, and by the books `hold_not_paid`, `hold_ended`,
    `hold_frozen`.
    """
    row = _RECEIPT.first(order_id)
    if row is None:
        raise Order.DoesNotExist(order_id)
    order, hold, shipped = row
    if hold.state == HoldState.HELD and not shipped:
        raise DomainError("not_shipped", _("This order has not been shipped yet."))
    told = facts.audit(order, "confirmed", actor)
    return release_hold(hold.pk, now=now, actor=actor, effects=told + promises.end(order), known=hold)
