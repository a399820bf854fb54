"""What time it is: the database's clock plus one stored offset. Nothing else asks.

Read once a request or tick and handed on as `now`. The offset can be set only with DEMO=1 or in tests, so that a
journey over forty days takes seconds and shortens no policy. Sessions and tokens expire by real time.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from core.models import ClockOffset
from core.reading import Question

#: `real_now` inside a query.
REAL_NOW = Now()

_SET = Question(
    "set_clock", "INSERT INTO core_clockoffset (id, by) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET by = excluded.by"
)
_driver: Callable[[], datetime] | None = None


def now() -> datetime:
    """The site's time, aware, UTC. One query."""
    if _driver is not None:
        return _driver()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT clock_timestamp() + coalesce((SELECT by FROM core_clockoffset WHERE id = 1), interval '0')"
        )
        moment: datetime = cursor.fetchone()[0]
    return moment


def real_now() -> datetime:
    """The database's own time, however far the site's is ahead: sessions and tokens expire by it. One query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def offset() -> timedelta:
    """How far the site's time is ahead of the database's."""
    row = ClockOffset.objects.filter(id=1).first()
    return row.by if row else timedelta(0)


def set_offset(by: timedelta) -> None:
    """Set the offset. Raises `RuntimeError` where the clock must not be moved."""
    if not settings.DEMO:
        message = "The clock may be moved only with DEMO=1 or in tests."
        raise RuntimeError(message)
    _SET.run(by)


def move_forward(by: timedelta) -> timedelta:
    """Move the site's time ahead by `by` and answer the new offset."""
    set_offset(offset() + by)
    return offset()


@contextmanager
def driven(by: Callable[[], datetime]) -> Iterator[None]:
    """Let `by` say what time it is inside the block, as a simulation does, in this process alone.

    Raises `RuntimeError` where the clock must not be moved.
    """
    global _driver  # noqa: PLW0603 - one clock by design
    if not settings.DEMO:
        message = "The clock may be driven only with DEMO=1 or in tests."
        raise RuntimeError(message)
    before, _driver = _driver, by
    try:
        yield
    finally:
        _driver = before
