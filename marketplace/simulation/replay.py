"""Living a world, and finding the shortest one that fails alike."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

from marketplace.simulation import habits, report
from marketplace.simulation.failure import Failed, trace
from marketplace.simulation.islands import Sunk
from marketplace.simulation.report import Report
from marketplace.simulation.wanted import Wanted
from marketplace.simulation.world import World

#: A database for one world.
Fresh = Callable[[], AbstractContextManager[None]]

#: So many worlds are lived at most while a shorter one is looked for.
TRIES = 40


def live(wanted: Wanted, fresh: Fresh) -> World:
    """Live one world in a database of its own. Raises Failed."""
    with fresh():
        world = World(wanted)
        world.run(habits.begin)
    return world


def told(wanted: Wanted, fresh: Fresh, tries: int = TRIES) -> Report | Sunk:
    """What a world came to; of one that fails, the shortest that fails alike, and how to live it again.

    To shorten a large one takes minutes: how it failed is said at once, on standard error.
    """
    try:
        return report.of(live(wanted, fresh))
    except Failed as failed:
        sys.stderr.write(f"{trace(failed)}{failed}\nTo see it again: {wanted.command()}\n")
        shorter, again = shorten(wanted, failed, fresh, tries)
        return Sunk(f"{failed}\nIn a shorter world: {again}\nTo see it again: {shorter.command()}")


def shorten(wanted: Wanted, failed: Failed, fresh: Fresh, tries: int = TRIES) -> tuple[Wanted, Failed]:
    """Leave out purchases, fewer at a time, as long as it fails for the same reason. Answers the smallest world found
    and how it failed.
    """
    kept = sorted(wanted.only if wanted.only is not None else range(wanted.orders))
    size = max(1, len(kept) // 2)
    while tries > 0:
        for start in range(0, len(kept), size):
            fewer = frozenset(kept[:start] + kept[start + size :])
            tries -= 1
            again = _fails(replace(wanted, only=fewer), failed, fresh)
            if again is not None:
                kept, failed = sorted(fewer), again
                break
            if tries <= 0:
                break
        else:
            if size == 1:
                break
            size = max(1, size // 2)
        size = min(size, max(1, len(kept)))
    return replace(wanted, only=frozenset(kept)), failed


def _fails(wanted: Wanted, failed: Failed, fresh: Fresh) -> Failed | None:
    try:
        live(wanted, fresh)
    except Failed as again:
        return again if again.cause.name == failed.cause.name else None
    return None
