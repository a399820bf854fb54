"""Once, politely: whoever has not reviewed is asked whether they would."""

from datetime import datetime

from django.db import transaction

from core import deadlines, effects
from core.effects import Effects
from core.models import Deadline
from marketplace.orders.locks import lock_order
from marketplace.orders.models import Order
from reviews import facts, window
from reviews.models import SIDES, Review


@transaction.atomic
def remind_to_review(deadline: Deadline, now: datetime) -> None:
    """End this very deadline, and remind each side that has written nothing, while there is time."""
    order = lock_order(deadline.subject_id)
    if deadlines.end(deadline, "passed", now=now) and now < window.until(order):
        effects.write(_reminders(order), now=now)


def _reminders(order: Order) -> Effects:
    wrote = set(Review.objects.filter(order=order).values_list("by_role", flat=True))
    told = Effects()
    for role, _name in SIDES:
        if role not in wrote:
            told += facts.message(order, "review.soon", once=role, of=role)
    return told
