"""Lets ninety days pass in a minute: what people do at their moments, what timers do at theirs.

Nothing is written behind the actions' backs: each moment is handed to them as `now`, as a request or tick would.
"""

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

from core.deadlines import running
from marketplace.demo.fill.provider import Provider
from marketplace.demo.fill.sweep import Workers

Act = Callable[[datetime], object]

#: How long after a person's act the site looks at what it has to tell, ask and send.
SOON = timedelta(seconds=75)

#: What the workers would do every few seconds they do once in so long, all that has come up together.
STEP = timedelta(hours=6)


class Director:
    """Keeps what is still to happen, and makes it happen in order of time."""

    def __init__(self, provider: Provider, workers: Workers) -> None:
        self.provider = provider
        self.workers = workers
        self._coming: list[tuple[datetime, int, Act]] = []
        self._order = itertools.count()

    def at(self, moment: datetime, act: Act) -> None:
        """Let `act` happen at `moment`."""
        heapq.heappush(self._coming, (moment, next(self._order), act))

    def run(self, start: datetime, end: datetime, shown: Callable[[float], object]) -> None:
        """Let everything happen between `start` and `end`. `shown` is told how much has passed, 0 to 1."""
        swept = start
        while swept < end:
            moment = self._coming[0][0] if self._coming else end
            looks = max(swept + STEP, min(self._next_due(swept), moment + SOON))
            looks = min(looks, end)
            while self._coming and self._coming[0][0] <= looks:
                moment, _number, act = heapq.heappop(self._coming)
                act(moment)
            self.provider.set_time(looks)
            self.workers.sweep(looks)
            swept = looks
            shown((swept - start) / (end - start))

    def _next_due(self, now: datetime) -> datetime:
        """When the next promised time is."""
        first = running().filter(due_at__gt=now).order_by("due_at").values_list("due_at", flat=True).first()
        return first or datetime.max.replace(tzinfo=now.tzinfo)
