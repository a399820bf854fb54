"""The public count: what is held for buyers, what lies in the bank, and what came and went, day by day."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from core.money import Money
from escrow import queries
from escrow.daily import Flow
from escrow.models import Hold
from escrow.states import HoldState
from marketplace.trade import site_days
from marketplace.trade.periods import PERIODS

#: What the page of our books looks back over, day by day.
PERIOD = PERIODS[0]


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
    """The days of the period, today first; `held` is what is held now. Two queries at most."""
    rows = []
    for flow in reversed(site_days.pieces(PERIOD, now)):
        rows.append(_row(flow, held))
        held = held - Money(flow.kept - flow.left, held.currency)
    return rows


def today(held: Money, now: datetime) -> Day:
    """Today alone. One query."""
    return _row(site_days.today(now), held)


def _row(flow: Flow, held: Money) -> Day:
    kept, to_shops, to_buyers = (Money(n, held.currency) for n in (flow.kept, flow.to_shops, flow.to_buyers))
    return Day(flow.day, kept, to_shops, to_buyers, held)
