"""Orders of the tests that can be reviewed, and reviews of them, by the same actions as a person's clicks."""

from datetime import datetime
from typing import Any

from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.models import Order
from reviews.actions.write_review import write_review
from reviews.models import Review
from tests.make.baskets import read
from tests.make.catalog import NOW
from tests.make.orders import buyer_of, delivered_order, seller_of


def completed_order(*, now: datetime = NOW, **more: Any) -> Order:
    """An order its buyer has confirmed: the money has ended."""
    order = delivered_order(now=now, **more)
    confirm_receipt(order.pk, now=now, actor=buyer_of(order))
    return read(order)


def review(
    order: Order | None = None, stars: int = 5, words: str = "Dry and sweet.", *, now: datetime = NOW, **more: Any
) -> Review:
    """What the buyer wrote, sealed."""
    order = order or completed_order(now=now, **more)
    return write_review(order.pk, stars=stars, words=words, now=now, actor=buyer_of(order))


def open_review(
    order: Order | None = None, stars: int = 5, words: str = "Dry and sweet.", *, now: datetime = NOW, **more: Any
) -> Review:
    """What the buyer wrote, open, for the shop has written as well."""
    made = review(order, stars, words, now=now, **more)
    write_review(made.order_id, stars=4, words="Paid at once.", now=now, actor=seller_of(made.order))
    return Review.objects.get(pk=made.pk)
