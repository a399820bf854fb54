"""A shop's record, counted from its orders, its claims and what its buyers wrote. `/reviews/` explains it to people."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from core.models import Deadline
from marketplace.catalog.models import Shop
from marketplace.claims.queries import Tally, record_of_shop
from marketplace.orders.models import ClosedBy, Order
from reviews.queries import stars_of_shop
from reviews.ratings import Stars


@dataclass(frozen=True, slots=True)
class Record:
    """Of the last `days`: orders that were paid; of these `late` ones, whose promise to ship passed before they were
    shipped; orders the shop called off, or never shipped until the money went back; claims that were opened, and how
    they ended; stars of reviews that were opened.

    What a buyer cancels in time is no shop's fault and counts nowhere.
    """

    days: int
    orders: int
    late: int
    called_off: int
    never_shipped: int
    claims: Tally
    stars: Stars

    @property
    def on_time_percent(self) -> int | None:
        """Orders that were not late; rounded down, so that 100 means every one."""
        return 100 * (self.orders - self.late) // self.orders if self.orders else None


def record_of(shop: Shop, days: int, now: datetime) -> Record:
    """The record of `shop`. Four queries.

    Every paid order begins with one promise to ship, which stays: they are counted, and not the orders, for they say by
    themselves whether they were kept, put off by a claim or not (index deadline_promise).
    """
    since = now - timedelta(days=days)
    promises = Deadline.objects.filter(book_id=shop.book_id, kind="ship_promise", window_from__gt=since)
    gone = Order.objects.filter(shop=shop, closed_at__gt=since, closed_by__in=[ClosedBy.SELLER, ClosedBy.NEVER_SHIPPED])
    return Record(
        days,
        **promises.aggregate(orders=Count("window_from"), late=Count("window_from", filter=Q(outcome="passed"))),
        **gone.aggregate(
            called_off=Count("closed_at", filter=Q(closed_by=ClosedBy.SELLER)),
            never_shipped=Count("closed_at", filter=Q(closed_by=ClosedBy.NEVER_SHIPPED)),
        ),
        claims=record_of_shop(shop, days, now),
        stars=stars_of_shop(shop, since=since),
    )
