"""The names under which reviews leave facts; ids and roles only, the words stand in the review.

| audit action (subject "order"), and its data | outbox topic, and its payload besides `order` |
|---|---|
| review_window_opened: until | - |
| review_written: review | - (nobody learns that a sealed one is there) |
| - | review.soon: of (role that has not written); a reminder |
| reviews_opened: buyer, seller (whose are there) | review.opened: buyer, seller (bool) |
| review_answered: review | review.answered: review |
| review_deleted: review | review.deleted: review, by (role of the author) |
"""

from typing import Any

from core.effects import Effects, Message
from marketplace.orders.models import Order


def message(order: Order, topic: str, *, once: object = "", **payload: Any) -> Effects:
    """An outbox message about the reviews of an order. `once` tells apart what may happen to both sides."""
    key = f"{topic}:{order.pk}:{once}" if once else f"{topic}:{order.pk}"
    return Effects(messages=(Message(order.shop_id, key, topic, {"order": order.pk, **payload}),))
