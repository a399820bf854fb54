"""Deadline 3: the seller never shipped. Everything goes back to the buyer, by itself."""

from datetime import datetime

from core import effects
from core.actor import SYSTEM
from core.acts import act
from core.deadlines import runs_on
from core.effects import CloseDeadline, Effects
from escrow.actions.refund import refund_hold
from escrow.states import HoldState
from escrow.terms import Back
from marketplace.catalog.actions import stock
from marketplace.orders import facts, promises
from marketplace.orders.locks import lock_order, quantities
from marketplace.orders.models import ClosedBy, Order


@act("refund_never_shipped", of="orders")
def refund_never_shipped(order_id: int, *, now: datetime) -> bool:
    """Refund a paid order that has no parcel. False when it has one, or has ended: then only the deadline closes.
    False as well when the clock stood still since the deadline was leased, and runs on.

    Raises `hold_frozen` (DomainError) while a freeze is open: the deadline is tried again later.
    """
    order = lock_order(order_id)
    if order.hold.state != HoldState.HELD or hasattr(order, "shipment"):
        moot = CloseDeadline(facts.subject(order), "ship_latest", "moot")
        effects.write(Effects(deadlines=(moot,)), now=now)
        return False
    if runs_on("order", order.pk, "ship_latest", now=now):
        return False
    stock.release_reserved(quantities(order))
    Order.objects.filter(pk=order.pk).update(closed_at=now, closed_by=ClosedBy.NEVER_SHIPPED)
    told = facts.audit(order, "never_shipped", SYSTEM) + facts.message(order, "order.never_shipped")
    refund_hold(
        order.hold_id,
        Back.all_of(order.hold),
        reason="never_shipped",
        now=now,
        actor=SYSTEM,
        effects=told + promises.end(order, "passed"),
    )
    return True
