"""Deadline 13: when an order may be reviewed, and by whom. Whoever opens or closes the window has locked the order."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.actor import SYSTEM, Actor, Role
from core.effects import CloseDeadline, Effects, OpenDeadline
from core.errors import DomainError
from core.models import Deadline
from escrow.states import HoldState
from marketplace.orders import facts as order_facts
from marketplace.orders import promises
from marketplace.orders.models import ClosedBy, Order

KIND, REMINDER = "review", "remind_review"

#: The money was held and has left; a hold that never was paid is nothing to review.
ENDED = frozenset({HoldState.RELEASED, HoldState.REFUNDED, HoldState.SETTLED})


def can_be_reviewed(order: Order, *, promise: datetime | None = None) -> bool:
    """Whether the money of this order has ended in a way that says something about a side.

    An order that its buyer called off in time, before anything was sent, says nothing: else anybody could rate a shop
    for free, by paying and cancelling at once. One query at most, for orders that closed unshipped: none for whoever
    knows the `promise` to ship.
    """
    if order.hold.state not in ENDED or order.hold.ended_at is None:
        return False
    if hasattr(order, "shipment") or order.closed_by in {ClosedBy.SELLER, ClosedBy.NEVER_SHIPPED}:
        return True
    funded_at, closed_at = order.hold.funded_at, order.closed_at
    return bool(funded_at and closed_at and closed_at >= (promise or promises.promise_now(order, funded_at)))


def until(order: Order) -> datetime:
    """When what was written opens, and nothing more may be written. The order's hold has ended."""
    return _ended(order) + timedelta(seconds=promises.of(order).review_window)


def _reminds(order: Order) -> datetime:
    return _ended(order) + timedelta(seconds=promises.of(order).reminder_review)


def _ended(order: Order) -> datetime:
    if order.hold.ended_at is None:
        raise ValueError(f"the hold of order {order.pk} has not ended")
    return order.hold.ended_at


def begin(order: Order, *, actor: Actor = SYSTEM) -> Effects:
    """Open the window of an order that can be reviewed; nothing when that has been done. Reads: the order is locked."""
    subject = order_facts.subject(order)
    if _clocks(order).exists():
        return Effects()
    ends, reminds = until(order), _reminds(order)
    clocks = [OpenDeadline(subject, KIND, ends)]
    if reminds < ends:
        clocks.append(OpenDeadline(subject, REMINDER, reminds))
    return Effects(deadlines=tuple(clocks)) + order_facts.audit(
        order, "review_window_opened", actor, until=order_facts.moment(ends)
    )


def end(order: Order, outcome: str) -> Effects:
    """End the window: "met" when both are in, or "passed"."""
    subject = order_facts.subject(order)
    return Effects(deadlines=(CloseDeadline(subject, KIND, outcome), CloseDeadline(subject, REMINDER, "moot")))


def _clocks(order: Order) -> QuerySet[Deadline]:
    return Deadline.objects.filter(subject_type="order", subject_id=order.pk, kind=KIND)


def require_side(order: Order, actor: Actor) -> None:
    """Raises DomainError `not_yours` unless `actor` is the buyer, or the owner of the shop."""
    sides = {Role.BUYER: order.buyer_id, Role.SELLER: order.shop.owner_id}
    if actor.user_id is None or sides.get(actor.role) != actor.user_id:
        raise DomainError("not_yours", _("Only the two sides of an order review it."))


def require_open(order: Order, now: datetime) -> None:
    """Raises DomainError: `order_not_ended`, `nothing_to_review`, `review_window_over`. Reads: the order is locked.

    Once the window has ended nothing is written, whatever the time of whoever comes late: the other side's is open.
    """
    if order.hold.state in {HoldState.AWAITING_PAYMENT, HoldState.HELD}:
        raise DomainError("order_not_ended", _("You can review this order once its money has left our keeping."))
    if not can_be_reviewed(order):
        raise DomainError("nothing_to_review", _("This order was called off before anything was sent."))
    if now >= until(order) or _clocks(order).filter(done_at__isnull=False).exists():
        raise DomainError("review_window_over", _("The time to review this order has passed."))
