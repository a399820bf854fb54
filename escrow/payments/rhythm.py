"""When a book's money is paid out by itself: at an hour of its own day, every day or every Monday. Pure."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from escrow.payments.states import Rhythm


def next_time(rhythm: Rhythm, zone: str, now: datetime) -> datetime:
    """The first such time after `now`."""
    here = ZoneInfo(zone)
    day = now.astimezone(here).date()
    while True:
        at = datetime.combine(day, time(settings.PAYOUT_HOUR), tzinfo=here)
        if at > now and (rhythm is Rhythm.DAY or day.weekday() == 0):
            return at
        day += timedelta(days=1)
