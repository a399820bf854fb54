"""The public count: what is held for buyers, what lies in the bank, and what came and went, day by day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache

from core.money import Money
from escrow import daily, queries
from escrow.daily import Flow
from escrow.models import Hold
from escrow.states import HoldState

#: Days on the page of our books.
DAYS = 30
#: Seconds for which past days are kept: adding them up reads every entry since. Today is always counted.
KEPT_FOR = 600


@dataclass(frozen=True, slots=True)
class Count:
    """`owed` is everything kept or due to anybody, `bank` what lies at the bank for it, `spare` the host's own."""

    held: Money
    orders: int
    owed: Money
    bank: Money

    @property
    def other(self) -> Money:
        """Owed, but not held for an order: shops' money before payout, refunds and payouts on their way."""
        return self.owed - self.held

    @property
    def spare(self) -> Money:
        return self.bank - self.owed

    @property
    def covered(self) -> bool:
        return self.spare.minor >= 0


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the public books, and what was held at its end."""

    day: date
    kept: Money
    to_shops: Money
    to_buyers: Money
    held: Money


def count() -> Count:
    """As of this moment. Two queries."""
    currency = settings.CURRENCY
    kept = queries.keeping(currency)
    return Count(
        held=Money(kept.held, currency),
        orders=Hold.objects.filter(state=HoldState.HELD, currency=currency).count(),
        owed=Money(kept.owed, currency),
        bank=Money(kept.owned, currency),
    )


def days(held: Money, now: datetime) -> list[Day]:
    """The last `DAYS` days, today first; `held` is what is held now. Two queries at most."""
    start = _midnight(now)
    first = start - timedelta(days=DAYS - 1)
    by_day = {flow.day: flow for flow in [*_past(first, start), *_flows(start, now)]}
    rows = []
    for back in range(DAYS):
        day = start.date() - timedelta(days=back)
        flow = by_day.get(day, Flow(day, 0, 0, 0, 0))
        rows.append(_row(flow, held))
        held = held - Money(flow.kept - flow.left, held.currency)
    return rows


def today(held: Money, now: datetime) -> Day:
    """Today alone. One query."""
    start = _midnight(now)
    return _row(next(iter(_flows(start, now)), Flow(start.date(), 0, 0, 0, 0)), held)


def _row(flow: Flow, held: Money) -> Day:
    kept, to_shops, to_buyers = (Money(n, held.currency) for n in (flow.kept, flow.to_shops, flow.to_buyers))
    return Day(flow.day, kept, to_shops, to_buyers, held)


def _midnight(now: datetime) -> datetime:
    """When today began, in the site's zone."""
    here = now.astimezone(ZoneInfo(settings.SITE_TIME_ZONE))
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


def _flows(since: datetime, until: datetime) -> list[Flow]:
    return daily.flows(
        settings.CURRENCY, since=since, until=until + timedelta(microseconds=1), zone=settings.SITE_TIME_ZONE
    )


def _past(since: datetime, until: datetime) -> list[Flow]:
    """Days that have ended: what was posted in them stands."""
    key = f"public-days:{settings.CURRENCY}:{since.date()}"
    known: list[Flow] | None = cache.get(key)
    if known is None:
        known = _flows(since, until - timedelta(microseconds=1))
        cache.set(key, known, KEPT_FOR)
    return known
