"""The site's own days, as its books have them: what came into keeping and left it, and what became the host's own."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.cache import cache

from escrow import daily
from escrow.daily import Flow
from marketplace.trade.periods import Period

#: Seconds for which past days are kept: adding them up reads every entry since. Today is always counted.
KEPT_FOR = 600


def pieces(period: Period, now: datetime) -> list[Flow]:
    """The period's days or weeks in the site's zone, oldest first; each bears its first day. Two queries at most."""
    zone = ZoneInfo(settings.SITE_TIME_ZONE)
    midnight = _midnight(now)
    past = _past(period.since(now, zone), midnight)
    by_start: dict[date, list[Flow]] = {}
    for flow in (*past, today(now)):
        by_start.setdefault(period.start_of(flow.day), []).append(flow)
    return [_sum(start, by_start.get(start, [])) for start in period.starts(now, zone)]


def today(now: datetime) -> Flow:
    """Today until now. One query."""
    start = _midnight(now)
    return _sum(start.date(), _flows(start, now + timedelta(microseconds=1)))


def _sum(day: date, flows: Iterable[Flow]) -> Flow:
    flows = list(flows)
    names = ("kept", "to_shops", "to_buyers", "left", "ours")
    return Flow(day, **{name: sum(getattr(flow, name) for flow in flows) for name in names})


def _midnight(now: datetime) -> datetime:
    """When today began, in the site's zone."""
    here = now.astimezone(ZoneInfo(settings.SITE_TIME_ZONE))
    return here.replace(hour=0, minute=0, second=0, microsecond=0)


def _flows(since: datetime, until: datetime) -> list[Flow]:
    return daily.flows(settings.CURRENCY, since=since, until=until, zone=settings.SITE_TIME_ZONE)


def _past(since: datetime, until: datetime) -> list[Flow]:
    """Days that have ended: what was posted in them stands."""
    key = f"site-days:{settings.CURRENCY}:{since.date()}:{until.date()}"
    known: list[Flow] | None = cache.get(key)
    if known is None:
        known = _flows(since, until)
        cache.set(key, known, KEPT_FOR)
    return known
