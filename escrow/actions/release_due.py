"""Release what is due, many at a time: the sweep behind "silence releases"."""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import connection, transaction

from core import failpoints
from core.actor import SYSTEM
from core.deadlines import RETRY_AFTER
from core.effects import Effects
from core.models import Deadline
from core.reading import Shape, columns
from core.retrying import said_by, wait_after
from escrow import commit
from escrow.models import Hold
from escrow.move import Move
from escrow.moves import holds

logger = logging.getLogger(__name__)

POINTS = commit.points("release_due")

EffectsOf = Callable[[Hold, Deadline], Effects]
Pair = tuple[Hold, Deadline]

_HOLD = Shape(
    Hold,
    "h",
    "id",
    "book_id",
    "state",
    "currency",
    "amount",
    "discount",
    "fee_base",
    "tax",
    "fee_rate",
    "remaining",
    "goods_back",
    "other_back",
    "tax_back",
    "discount_back",
    "freeze_count",
    "version",
)
_DEADLINE = Shape(Deadline, "d", "id", "attempts")

# Hold and deadline are locked together: an extension may be moving the deadline at this moment.
_LOCK = (
    f"SELECT {columns(_HOLD, _DEADLINE)}"  # noqa: S608 - column names
    " FROM core_deadline d JOIN escrow_hold h ON h.id = d.subject_id"
    " WHERE d.kind = 'release' AND d.subject_type = 'hold' AND d.done_at IS NULL AND d.remainder IS NULL"
    " AND d.due_at <= %s AND (d.notice_wait IS NULL OR d.noticed_at <= %s - d.notice_wait)"
    " AND (d.leased_until IS NULL OR d.leased_until <= %s)"
    " ORDER BY d.due_at, d.id LIMIT %s FOR UPDATE OF h, d SKIP LOCKED"
)


def release_due(*, now: datetime, limit: int = 500, effects_of: EffectsOf) -> int:
    """Release up to `limit` holds whose deadline "release" has passed; answers how many.

    `effects_of` gives what the upper layers add to each. A row that is refused, or fails, is put aside with its error
    and tried again later; it never stops the others. Call it until it answers 0.
    """
    failpoints.reach(POINTS.between)
    try:
        with transaction.atomic():
            released = _release(_lock(now, limit), now, effects_of)
            failpoints.reach(POINTS.before)
    except Exception:
        logger.exception("a batch of releases failed; each is now tried by itself")
        released = _one_by_one(now, limit, effects_of)
    failpoints.reach(POINTS.after)
    return released


def _lock(now: datetime, limit: int) -> list[Pair]:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [now, now, now, limit])
        return [(_HOLD.build(row[:-2]), _DEADLINE.build(row[-2:])) for row in cursor.fetchall()]


def _release(pairs: Sequence[Pair], now: datetime, effects_of: EffectsOf) -> int:
    aside: list[Hold] = []
    commit.send(_decided(pairs, now, effects_of, aside), now=now, locked=True)
    return len(pairs) - len(aside)


def _decided(pairs: Sequence[Pair], now: datetime, effects_of: EffectsOf, aside: list[Hold]) -> Iterator[Move]:
    """The moves one by one: hundreds kept at once would keep the garbage collector busy."""
    for hold, deadline in pairs:
        try:
            move = holds.release(hold, now=now, actor=SYSTEM, outcome="passed").with_effects(effects_of(hold, deadline))
        except Exception as error:
            logger.exception("a due release was put aside", extra={"hold": hold.id})
            _put_aside(deadline, error, now)
            aside.append(hold)
        else:
            yield move


def _one_by_one(now: datetime, limit: int, effects_of: EffectsOf) -> int:
    released = 0
    for _number in range(limit):
        pairs: list[Pair] = []
        try:
            with transaction.atomic():
                pairs = _lock(now, 1)
                released += _release(pairs, now, effects_of)
        except Exception as error:
            if not pairs:
                raise
            logger.exception("a due release failed", extra={"hold": pairs[0][0].id})
            _put_aside(pairs[0][1], error, now)
        if not pairs:
            break
    return released


def _put_aside(deadline: Deadline, error: Exception, now: datetime) -> None:
    failures = deadline.attempts + 1
    Deadline.objects.filter(pk=deadline.pk).update(
        error=said_by(error), leased_until=now + wait_after(failures, RETRY_AFTER), attempts=failures
    )
