"""What a shop compares over time: orders, earnings, and how it is rated; by day or by week in the reader's zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, DateField, Sum, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from core.actor import Role
from core.money import Money
from escrow import daily
from marketplace.catalog.models import Shop
from marketplace.orders.models import Order
from marketplace.trade.periods import Period
from reviews.models import Review
from reviews.ratings import Rating


@dataclass(frozen=True, slots=True)
class Piece:
    """A day or a week from `start`: orders that were paid, what came to the shop after our charge, new reviews.

    `rating` is that of all reviews there were at its end.
    """

    start: date
    orders: int
    earned: Money
    reviews: int
    rating: Rating


def pieces(shop: Shop, period: Period, now: datetime) -> list[Piece]:
    """The period's, oldest first; the last one is not over yet. Three queries."""
    orders, earned, opened = _orders(shop, period, now), _earned(shop, period, now), _opened(shop, period, now)
    rated = opened.get(None, Rating(0, 0))
    found = []
    for start in period.starts(now, _zone()):
        new = opened.get(start, Rating(0, 0))
        rated = Rating(rated.count + new.count, rated.total + new.total)
        income = Money(earned.get(start, 0), shop.currency)
        found.append(Piece(start, orders.get(start, 0), income, new.count, rated))
    return found


def orders(shop: Shop, period: Period, now: datetime) -> list[tuple[date, int]]:
    """How many orders were paid in each piece, oldest first. One query."""
    counted = _orders(shop, period, now)
    return [(start, counted.get(start, 0)) for start in period.starts(now, _zone())]


def _zone() -> ZoneInfo:
    return ZoneInfo(timezone.get_current_timezone_name())


def _orders(shop: Shop, period: Period, now: datetime) -> dict[date, int]:
    paid = Order.objects.filter(shop=shop, hold__book_id=shop.book_id, hold__funded_at__gte=period.since(now, _zone()))
    by_day = paid.annotate(day=TruncDate("hold__funded_at")).values_list("day").annotate(n=Count("pk"))
    return _summed(by_day, period)


def _earned(shop: Shop, period: Period, now: datetime) -> dict[date, int]:
    zone = _zone()
    until = now + timedelta(microseconds=1)
    flows = daily.flows(shop.currency, since=period.since(now, zone), until=until, zone=zone.key, book_id=shop.book_id)
    return _summed([(flow.day, flow.to_shops) for flow in flows], period)


def _opened(shop: Shop, period: Period, now: datetime) -> dict[date | None, Rating]:
    """What buyers wrote and everybody may read, by the piece in which it was opened; under None what came before."""
    about = Review.objects.filter(shop=shop, by_role=Role.BUYER.value, opened_at__isnull=False, deleted_at=None)
    since = period.since(now, _zone())
    day = Case(When(opened_at__gte=since, then=TruncDate("opened_at")), output_field=DateField(null=True))
    rows = about.annotate(day=day).values_list("day").annotate(n=Count("pk"), stars=Sum("stars"))
    found: dict[date | None, Rating] = {}
    for opened_on, count, stars in rows:
        start = opened_on and period.start_of(opened_on)
        before = found.get(start, Rating(0, 0))
        found[start] = Rating(before.count + count, before.total + stars)
    return found


def _summed(by_day: Iterable[tuple[date, int]], period: Period) -> dict[date, int]:
    sums: dict[date, int] = {}
    for day, amount in by_day:
        start = period.start_of(day)
        sums[start] = sums.get(start, 0) + amount
    return sums
