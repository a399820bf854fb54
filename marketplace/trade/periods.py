"""The days a chart looks back over, cut into days or weeks from Monday, as a time zone has them; days by two dates."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from core.errors import Invalid

WEEK = timedelta(days=7)
#: So many days are read at once, between these years.
MOST_DAYS = 366
YEARS = range(2000, 3000)


@dataclass(frozen=True, slots=True)
class Period:
    """The last `days`, today included, in pieces of a day or, `weekly`, of a week: then from the Monday on before."""

    days: int
    weekly: bool

    def starts(self, now: datetime, zone: ZoneInfo) -> list[date]:
        """The first day of each piece, oldest first; the last piece is not over yet."""
        today = now.astimezone(zone).date()
        first, last = self.start_of(today - timedelta(days=self.days - 1)), self.start_of(today)
        step = WEEK if self.weekly else timedelta(days=1)
        return [first + step * place for place in range((last - first) // step + 1)]

    def start_of(self, day: date) -> date:
        """The first day of the piece in which `day` lies."""
        return day - timedelta(days=day.weekday()) if self.weekly else day

    def since(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The moment the first piece begins."""
        return datetime.combine(self.starts(now, zone)[0], datetime.min.time(), tzinfo=zone)


#: What people choose from, the shortest first.
PERIODS = (Period(30, weekly=False), Period(90, weekly=True), Period(365, weekly=True))


def chosen(days: str) -> Period:
    """The period of an address (`?days=90`); the shortest when it names none that there is."""
    return next((period for period in PERIODS if str(period.days) == days), PERIODS[0])


def check_days(first: date, last: date) -> None:
    """Refuse days that nobody can mean. Raises Invalid days_unreadable."""
    if not timedelta(0) <= last - first < timedelta(days=MOST_DAYS) or not {first.year, last.year} <= set(YEARS):
        words = _("Choose a first day that is not after the last, and at most %(most)s days.")
        raise Invalid("days_unreadable", words, {"most": MOST_DAYS}, field="until")
