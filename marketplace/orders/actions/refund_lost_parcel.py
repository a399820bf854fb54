"""A parcel was lost or came back, and the seller did not hand it over again in time: the buyer's money goes back."""

from datetime import datetime

from core import effects
from core.actor import SYSTEM
from core.acts import act
from core.deadlines import runs_on
from core.effects import CloseDeadline, Effects
from escrow.actions.refund import refund_hold
from escrow.states import HoldState
from escrow.terms import Back
from marketplace.orders import facts, promises
from marketplace.orders.locks import lock_order, lock_shipment
from marketplace.orders.models import ClosedBy, Order


@act("refund_lost_parcel", of="orders")
def refund_lost_parcel(order_id: int, *, now: datetime) -> bool:
    """Refund an order whose parcel is astray. False when it is not, or the order has ended: only the deadline closes.
    False as well when the seller did hand it over and it went astray again: that deadline is another one.

    The goods count as sold: they are not on the shelf. Raises `hold_frozen` (DomainError) while a freeze is open.
    """
    order = lock_order(order_id)
    shipment = lock_shipment(order)
    if order.hold.state != HoldState.HELD or shipment is None or not shipment.is_astray:
        moot = CloseDeadline(facts.subject(order), "handed_over_again", "moot")
        effects.write(Effects(deadlines=(moot,)), now=now)
        return False
    if runs_on("order", order.pk, "handed_over_again", now=now):
        return False
    Order.objects.filter(pk=order.pk).update(closed_at=now, closed_by=ClosedBy.LOST)
    told = facts.audit(order, "parcel_refunded", SYSTEM) + facts.message(order, "order.parcel_refunded")
    refund_hold(
        order.hold_id,
        Back.all_of(order.hold),
        reason="parcel_lost",
        now=now,
        actor=SYSTEM,
        effects=told + promises.end(order, "passed"),
    )
    return True
