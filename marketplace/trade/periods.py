"""The days a chart looks back over, cut into days or weeks from Monday, as a time zone has them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)


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
