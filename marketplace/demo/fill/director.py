"""Lets ninety days pass in a minute: what people do at their moments, what timers do at theirs.

Nothing is written behind the actions' backs: each moment is handed to them as `now`, as a request or tick would.
"""

import heapq
import itertools
from collections.abc import Callable
from datetime import datetime, timedelta

from core.deadlines import running
from marketplace.demo.fill.provider import Provider

Act = Callable[[datetime], object]

#: How long after a person's act the site looks at what it has to tell, ask and send.
SOON = timedelta(seconds=75)

#: Between people's acts, what has fallen due is looked for once in so long.
STEP = timedelta(hours=6)


class Director:
    """Keeps what is still to happen, and makes it happen in order of time."""

    def __init__(self, provider: Provider, sweep: Act) -> None:
        self.provider = provider
        self.sweep = sweep
        self._coming: list[tuple[datetime, int, Act | None]] = []
        self._order = itertools.count()

    def at(self, moment: datetime, act: Act | None) -> None:
        """Let `act` happen at `moment`; the site looks round at once and again soon after."""
        heapq.heappush(self._coming, (moment, next(self._order), act))
        if act is not None:
            heapq.heappush(self._coming, (moment + SOON, next(self._order), None))

    def run(self, start: datetime, end: datetime, shown: Callable[[float], object]) -> None:
        """Let everything happen between `start` and `end`. `shown` is told how much has passed, 0 to 1."""
        now = start
        while now < end:
            moment = self._coming[0][0] if self._coming else end
            now = min(moment, self._next_due(now), end)
            self.provider.set_time(now)
            while self._coming and self._coming[0][0] <= now:
                act = heapq.heappop(self._coming)[2]
                if act is not None:
                    act(now)
            self.sweep(now)
            shown((now - start) / (end - start))

    def _next_due(self, now: datetime) -> datetime:
        """When the next step comes at which something will have fallen due."""
        first = running().filter(due_at__gt=now).order_by("due_at").values_list("due_at", flat=True).first()
        return max(now + STEP, first) if first else datetime.max.replace(tzinfo=now.tzinfo)
