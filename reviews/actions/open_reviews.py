"""What time does about reviews: their window begins when the money has ended, and opens all when it is over."""

from datetime import datetime

from core import effects
from core.actor import SYSTEM
from core.acts import act
from core.deadlines import due
from marketplace.orders.locks import lock_order
from reviews import sealing, window


@act("open_review_window", of="reviews")
def open_review_window(order_id: int, *, now: datetime) -> bool:
    """The money of an order moved: when it has ended, both sides may review from now on. Told twice, it is done once.

    Answers whether the window was opened. After a part refund the order goes on, and nothing happens.
    """
    order = lock_order(order_id)
    if not window.can_be_reviewed(order):
        return False
    begun = window.begin(order)
    effects.write(begun, now=now)
    return bool(begun.deadlines)


@act("open_reviews", of="reviews")
def open_reviews(order_id: int, *, now: datetime) -> bool:
    """The window is over: what was written opens, and nothing stands for what was not.

    Answers False when there was nothing to do any more, or the time has not come.
    """
    order = lock_order(order_id)
    if not due(now).filter(subject_type="order", subject_id=order.pk, kind=window.KIND).exists():
        return False
    effects.write(sealing.unseal(order, now=now, actor=SYSTEM, outcome="passed"), now=now)
    return True
