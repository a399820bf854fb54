"""Release what is due, many at a time: the sweep behind "silence releases"."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from core import failpoints
from core.actor import SYSTEM
from core.deadlines import RETRY_AFTER
from core.durability import unawaited
from core.effects import Effects
from core.models import Deadline
from core.retrying import said_by, wait_after
from escrow import commit
from escrow.models import Hold
from escrow.move import Move
from escrow.moves import holds
from escrow.reading import RELEASING

logger = logging.getLogger(__name__)

POINTS = commit.points("release_due")

#: With 500 the document that is sent stays just below half a megabyte; PostgreSQL then gives its memory back after each
#: batch and asks for it anew, which takes a tenth of its time. With 550 to 1,000 it keeps it. (Measured, with glibc.)
BATCH = 600

EffectsOf = Callable[[Hold], Effects]


class Due(NamedTuple):
    """A hold whose window has passed, its deadline's number, and how often that failed before."""

    hold: Hold
    deadline_id: int
    failures: int


# Hold and deadline are locked together: an extension may be moving the deadline at this moment.
_LOCK = (
    f"SELECT {RELEASING.columns}, d.id, d.attempts"  # noqa: S608 - column names
    " FROM core_deadline d JOIN escrow_hold h ON h.id = d.subject_id"
    " WHERE d.kind = 'release' AND d.subject_type = 'hold' AND d.done_at IS NULL AND d.remainder IS NULL"
    " AND d.due_at <= %s AND (d.notice_wait IS NULL OR d.noticed_at <= %s - d.notice_wait)"
    " AND (d.leased_until IS NULL OR d.leased_until <= %s)"
    " ORDER BY d.due_at, d.id LIMIT %s FOR UPDATE OF h, d SKIP LOCKED"
)


def release_due(*, now: datetime, limit: int = BATCH, effects_of: EffectsOf) -> int:
    """Release up to `limit` holds whose deadline "release" has passed; answers how many.

    `effects_of` gives what the upper layers add to each. A row that is refused, or fails, is put aside with its error
    and tried again later; it never stops the others. Call it until it answers 0.
    """
    failpoints.reach(POINTS.between)
    try:
        with unawaited():
            released = _release(_lock(now, limit), now, effects_of)
            failpoints.reach(POINTS.before)
    except Exception:
        logger.exception("a batch of releases failed; each is now tried by itself")
        released = _one_by_one(now, limit, effects_of)
    failpoints.reach(POINTS.after)
    return released


def _lock(now: datetime, limit: int) -> list[Due]:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [now, now, now, limit])
        return [Due(RELEASING.build(row[:-2]), *row[-2:]) for row in cursor.fetchall()]


def _release(batch: Sequence[Due], now: datetime, effects_of: EffectsOf) -> int:
    aside: list[Due] = []
    commit.send(_decided(batch, now, effects_of, aside), now=now, locked=True)
    return len(batch) - len(aside)


def _decided(batch: Sequence[Due], now: datetime, effects_of: EffectsOf, aside: list[Due]) -> Iterator[Move]:
    """The moves one by one: hundreds kept at once would keep the garbage collector busy."""
    for due in batch:
        hold = due.hold
        try:
            move = holds.release(hold, now=now, actor=SYSTEM, outcome="passed").with_effects(effects_of(hold))
        except Exception as error:
            logger.exception("a due release was put aside", extra={"hold": hold.id})
            _put_aside(due, error, now)
            aside.append(due)
        else:
            yield move


def _one_by_one(now: datetime, limit: int, effects_of: EffectsOf) -> int:
    released = 0
    for _number in range(limit):
        batch: list[Due] = []
        try:
            with unawaited():
                batch = _lock(now, 1)
                released += _release(batch, now, effects_of)
        except Exception as error:
            if not batch:
                raise
            logger.exception("a due release failed", extra={"hold": batch[0].hold.id})
            _put_aside(batch[0], error, now)
        if not batch:
            break
    return released


def _put_aside(due: Due, error: Exception, now: datetime) -> None:
    failures = due.failures + 1
    Deadline.objects.filter(pk=due.deadline_id).update(
        error=said_by(error), leased_until=now + wait_after(failures, RETRY_AFTER), attempts=failures
    )
