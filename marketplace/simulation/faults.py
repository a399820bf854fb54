"""What goes wrong in a world, by name; nothing, unless it is wanted.

Each thing that may go wrong draws from a chance of its own, so that leaving purchases out changes little else.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import OperationalError

from escrow.payments.providers.protocol import GatewayError
from marketplace.simulation.breaking import MARK, Crash, broken_statement, crash, rival
from marketplace.simulation.chance import Chance
from marketplace.simulation.line import Cut

if TYPE_CHECKING:
    from marketplace.simulation.world import World

#: What there is, and in which share of all cases it happens: of webhooks, of questions on the line, of somebody's acts.
SHARES = {
    "lost": 0.05,
    "repeated": 0.08,
    "reordered": 0.15,
    "late": 0.04,
    "cut": 0.04,
    "crashes": 0.04,
    "deadlocks": 0.02,
    "locks": 0.02,
    "rivals": 0.03,
    "twice": 0.08,
    "clocks": 0.05,
}
NAMES = frozenset(SHARES)

#: The workers do in one look what they would do in hundreds: more of it goes wrong.
WORKERS = 4
#: How many failpoints and statements pass before something breaks, at most.
POINTS = {"workers": 30, "": 5}
STATEMENTS = {"workers": 150, "": 12}
SOON = timedelta(seconds=2)
#: Signed so many seconds ago, a webhook counts as stale.
STALE = 400


class Faults:
    """Draws for one world what goes wrong where, and counts it."""

    def __init__(self, world: "World") -> None:
        self._world = world
        self._wanted = world.wanted.faults
        self._asked: Counter[str] = Counter()

    @contextmanager
    def calm(self) -> Iterator[None]:
        """Nothing goes wrong inside the block."""
        before, self._wanted = self._wanted, frozenset()
        try:
            yield
        finally:
            self._wanted = before

    def deliveries(self, about: str) -> list[timedelta]:
        """After how long a webhook is sent, as often as it is."""
        chance = self._world.wanted.chance("webhook", about)
        if self._happens("lost", chance):
            return []
        after = [SOON]
        if self._happens("reordered", chance):
            after = [timedelta(minutes=chance.between(1, 40))]
        if self._happens("late", chance):
            after = [timedelta(hours=chance.between(2, 50))]
        if self._happens("repeated", chance):
            after += [after[0], after[0] + timedelta(minutes=chance.between(0, 300))]
        return after

    def stale(self, about: str, tries: int) -> int:
        """By how many seconds the clock that signs or checks a webhook is wrong, at its first try."""
        return STALE if tries == 0 and self._happens("clocks", self._world.wanted.chance("stale", about)) else 0

    def skew(self, about: str) -> timedelta:
        """By how much the clock of whoever works now is off."""
        chance = self._world.wanted.chance("skew", about)
        return timedelta(seconds=chance.between(-50, 50)) if self._happens("clocks", chance) else timedelta(0)

    def times(self, about: str) -> int:
        """How often the beat starts the workers."""
        return 2 if self._happens("twice", self._world.wanted.chance("twice", about)) else 1

    def line(self, moment: str, about: str) -> None:
        """Cut the line before a question arrives, or after it had its effect. Raises Cut."""
        self._asked[about] += 1
        chance = self._world.wanted.chance("line", moment, about, self._asked[about])
        if self._happens("cut", chance, ("" if moment == "asked" else "after the effect")):
            raise Cut(MARK)

    @contextmanager
    def around(self, about: str, who: str = "") -> Iterator[None]:
        """Let something break while somebody acts: at most one thing at once. Raises Crash, OperationalError."""
        chance = self._world.wanted.chance("around", about)
        with self._chosen(chance, who):
            yield

    def _chosen(self, chance: Chance, who: str) -> AbstractContextManager[None]:
        more = WORKERS if who else 1
        breaks: dict[str, Callable[[], AbstractContextManager[None]]] = {
            "crashes": lambda: crash(chance.randint(1, POINTS[who]), self._count),
            "rivals": lambda: rival(chance.randint(1, POINTS[who]), self._world.beat.work, self._count),
            "deadlocks": lambda: broken_statement("40P01", chance.randint(1, STATEMENTS[who]), self._count),
            "locks": lambda: broken_statement("55P03", chance.randint(1, STATEMENTS[who]), self._count),
        }
        for name, begin in breaks.items():
            if name in self._wanted and chance.likely(SHARES[name] * more):
                return begin()
        return nullcontext()

    def _happens(self, name: str, chance: Chance, how: str = "") -> bool:
        happens = chance.likely(SHARES[name]) and name in self._wanted
        if happens:
            self._count(f"{name} {how}".strip())
        return happens

    def _count(self, name: str) -> None:
        self._world.tally.faults[name] += 1


def is_ours(error: BaseException | None) -> bool:
    """Whether an error was brought about on purpose, or follows from one that was."""
    while error is not None:
        if isinstance(error, GatewayError | Cut | Crash) or (
            isinstance(error, OperationalError) and MARK in str(error)
        ):
            return True
        error = error.__cause__ or error.__context__
    return False


def read_faults(text: str) -> frozenset[str]:
    """Names with commas, or `all`. Raises ValueError for a name nobody knows."""
    names = NAMES if text == "all" else frozenset(filter(None, text.split(",")))
    if unknown := names - NAMES:
        raise ValueError(f"There is no fault {', '.join(sorted(unknown))}; there are {', '.join(sorted(NAMES))}.")
    return names
