"""What had its effect is kept for a while, to be looked at, and then forgotten: messages, events, keys."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

#: Longer than any form, retry or webhook may be sent again, and than anybody asks what became of a message.
KEPT = timedelta(days=90)
AT_ONCE = 5_000


def forget(done: QuerySet[Any], column: str, *, now: datetime, kept: timedelta = KEPT) -> int:
    """Delete the oldest of `done` whose time in `column` lies `kept` or longer back. Answers how many.

    At most `AT_ONCE` are looked at, by their number: rows without an effect yet belong not into `done`.
    """
    oldest = done.order_by("pk").values("pk")[:AT_ONCE]
    deleted, _by_table = done.filter(pk__in=oldest, **{f"{column}__lte": now - kept}).delete()
    return deleted
