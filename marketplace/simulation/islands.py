"""Worlds beside one another, a process each: a large one is lived on islands that do not trade with each other."""

import math
import os
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import django

from marketplace.demo import children
from marketplace.simulation.wanted import Wanted

if TYPE_CHECKING:
    from marketplace.simulation.report import Report


#: So many purchases one process lives in a few minutes.
CROWDED = 5_000


@dataclass(frozen=True, slots=True)
class Sunk:
    """An island that failed: what its shortest world says, and the command that lives it again."""

    words: str


def enough(orders: int) -> int:
    """How many islands so many purchases are lived on, on any machine: the same world is the same history."""
    return max(1, math.ceil(orders / CROWDED))


def split(wanted: Wanted, islands: int) -> list[Wanted]:
    """The same people and purchases on so many islands, each with a seed of its own: 7 becomes 7.1 and 7.2."""
    if islands == 1:
        return [wanted]
    return [
        replace(
            wanted,
            seed=f"{wanted.seed}.{number + 1}",
            buyers=_share(wanted.buyers, number, islands),
            shops=_share(wanted.shops, number, islands),
            orders=_share(wanted.orders, number, islands),
        )
        for number in range(islands)
    ]


def _share(whole: int, number: int, islands: int) -> int:
    return whole // islands + (number < whole % islands)


def beside_one_another(worlds: Sequence[Wanted], home: Path) -> "Iterator[Report | Sunk]":
    """Live each in a process of its own, on the server in `home`; answers a Report or a Sunk for each, in order."""
    with ProcessPoolExecutor(len(worlds), get_context("spawn"), _begin) as pool:
        yield from pool.map(_live, worlds, [home] * len(worlds))


def _begin() -> None:
    children.end_with_parent(signal.SIGKILL)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.simulation.settings")
    django.setup()


def _live(wanted: Wanted, home: Path) -> "Report | Sunk":
    from marketplace.simulation import database, replay  # noqa: PLC0415 - Django is set up by now

    return replay.told(wanted, database.Databases(database.server_in(home)).fresh)
