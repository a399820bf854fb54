"""Deadline 12: for some days after the release the buyer may still ask; then the release is final.

Its clock stands on the order. The worker opens it a moment after the release: whoever asks at once need not wait.
"""

from datetime import datetime

from core.effects import Effects, OpenDeadline
from core.models import Deadline
from escrow.states import HoldState
from marketplace.orders import facts, promises
from marketplace.orders.models import Order

KIND = "after_sale"


def until(order: Order) -> datetime | None:
    """Until when the buyer may ask; None for an order whose money was not released."""
    hold = order.hold
    if hold.state != HoldState.RELEASED or hold.ended_at is None:
        return None
    return hold.ended_at + promises.seconds(promises.of(order).after_sale_window)


def is_open(order: Order, now: datetime) -> bool:
    """Whether the buyer may still ask."""
    due = until(order)
    return due is not None and now < due


def begin(order: Order) -> Effects:
    """Open the clock; nothing when that has been done, or there is none. Reads: the order is locked."""
    due = until(order)
    if due is None or Deadline.objects.filter(subject_type="order", subject_id=order.pk, kind=KIND).exists():
        return Effects()
    return Effects(deadlines=(OpenDeadline(facts.subject(order), KIND, due),))
