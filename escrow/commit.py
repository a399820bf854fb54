"""The one door to the books: sends a move to `commit_move` in one round trip, and decides again if it came too late."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import Error

from core import failpoints
from core.calls import Along, call
from core.idempotency import mismatch
from core.twice import ChangedMeanwhile, twice
from escrow.move import Move, as_parts

CHANGED = "DB001"
KEY_MISMATCH = "DB003"
ENTRY_MISMATCH = "DB004"

#: PostgreSQL gave way in a deadlock, or could not serialise: as if the row had changed.
GAVE_WAY = frozenset({"40P01", "40001"})


class EntryMismatch(Exception):
    """A journal key was posted before with other content: a bug, never a person's doing."""


@dataclass(frozen=True, slots=True)
class Points:
    """An action's three failpoints: `between` what the task did before and this, `before` and `after` its commit."""

    between: str
    before: str
    after: str


def points(action: str) -> Points:
    """Register the failpoints of `action`."""
    return Points(*(failpoints.register(f"{action}.{where}", action) for where in ("between", "before", "after")))


def carry_out(at: Points, decide: Callable[[], Move], *, now: datetime) -> Move:
    """Read, decide and commit; answers the move that was written, its objects brought up to date.

    Raises DomainError from `decide`, and ChangedMeanwhile.
    """
    failpoints.reach(at.between)
    return twice(partial(_carry_out_once, at, decide, now))


def _carry_out_once(at: Points, decide: Callable[[], Move], now: datetime) -> Move:
    move = decide()
    failpoints.reach(at.before)
    send((move,), now=now)
    move.apply()
    failpoints.reach_committed(at.after)
    return move


def send(
    moves: Iterable[Move], *, now: datetime, locked: bool = False, along: Along | None = None
) -> dict[str, Any] | None:
    """Write `moves` together; they are taken one by one. `locked` says that the caller holds all their rows, `along` is
    what a layer above writes in the same round trip.

    None when it was written now; {"answer": ...} or {"repeated": True} when it had been. Raises ChangedMeanwhile,
    Mismatch (idempotency key), EntryMismatch (journal key).
    """
    parts = as_parts(moves, now=now)
    if locked:
        parts["locked"] = True
    try:
        answer = call("commit_move", parts) if along is None else call(along.function, parts, along.rows)
    except Error as error:
        _translate(error)
        raise
    before: dict[str, Any] | None = None if answer is None else json.loads(answer)
    return before


def _translate(error: Error) -> None:
    code = getattr(error.__cause__, "pgcode", None)
    if code == CHANGED or code in GAVE_WAY:
        raise ChangedMeanwhile from error
    if code == KEY_MISMATCH:
        raise mismatch() from error
    if code == ENTRY_MISMATCH:
        raise EntryMismatch(str(error)) from error
