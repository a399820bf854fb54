"""Opening what both sides wrote, in one moment, so that neither could answer the other with stars."""

from datetime import datetime

from core.actor import Actor, Role
from core.effects import Effects
from marketplace.orders import facts as order_facts
from marketplace.orders.models import Order
from reviews import facts, window
from reviews.models import Review


def unseal(order: Order, *, now: datetime, actor: Actor, outcome: str) -> Effects:
    """Open the order's reviews and end their clock. The order is locked.

    `outcome` of the clock: "met" (both are in) or "passed".
    """
    sides = set(Review.objects.filter(order=order, opened_at=None).values_list("by_role", flat=True))
    Review.objects.filter(order=order, opened_at=None).update(opened_at=now)
    over = window.end(order, outcome)
    if not sides:
        return over
    who = {role.value: role.value in sides for role in (Role.BUYER, Role.SELLER)}
    return (
        over + order_facts.audit(order, "reviews_opened", actor, **who) + facts.message(order, "review.opened", **who)
    )
