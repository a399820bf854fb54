"""Finding what is due, and doing it once. Redis is a doorbell; this table is the memory.

Kinds without a batch action are leased, the lease is committed, and each is acted on by itself:

1. lease up to `limit` due rows (SKIP LOCKED), in a statement that commits by itself;
2. for each: call its action, which closes the deadline in its own transaction (compare and set);
3. an error is written on the row, the lease runs out, and it is tried again later, rarer each time;
4. a crash between 1 and 2 leaves a lease that runs out by itself.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import F, Q, QuerySet

from core.leasing import Leases
from core.models import Deadline
from core.reading import Question
from core.retrying import said_by, wait_after

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)

#: Seconds until the next try after the n-th failure; the last one repeats.
RETRY_AFTER = (5, 30, 120, 600, 3600)

Action = Callable[[Deadline, datetime], object]

#: `due`, as a statement of its own.
_LEASES = Leases(
    Deadline,
    "done_at IS NULL AND remainder IS NULL AND (notice_wait IS NULL OR noticed_at <= $1 - notice_wait)",
    by="kind",
)
# Whoever pauses or ends them locks them by number as well.
_NOTICE = Question(
    "give_notices",
    "UPDATE core_deadline SET noticed_at = $1 WHERE id = ANY(ARRAY("
    " SELECT d.id FROM unnest($2::text[], $3::bigint[], $4::text[], $5::timestamptz[]) AS told(type, id, kind, at)"
    " JOIN core_deadline d ON d.subject_type = told.type AND d.subject_id = told.id AND d.kind = told.kind"
    "  AND d.window_from <= told.at"
    " WHERE d.done_at IS NULL AND d.noticed_at IS NULL AND d.notice_wait IS NOT NULL"
    " ORDER BY d.id FOR UPDATE OF d))",
)


def open_ones() -> QuerySet[Deadline]:
    """Deadlines that have not ended, the next one first."""
    return Deadline.objects.filter(done_at=None).order_by("due_at", "pk")


def running() -> QuerySet[Deadline]:
    """Deadlines that are neither done nor paused."""
    return Deadline.objects.filter(done_at=None, remainder=None)


def standing_still(subject_type: str, subject_id: int) -> QuerySet[Deadline]:
    """The paused deadlines of a subject."""
    return Deadline.objects.filter(
        subject_type=subject_type, subject_id=subject_id, done_at=None, remainder__isnull=False
    )


def leave(subject_type: str, subject_id: int, kind: str, remainder: timedelta) -> None:
    """Let a paused deadline have so much left when it runs again. Nothing happens when it does not stand still."""
    standing_still(subject_type, subject_id).filter(kind=kind).update(remainder=remainder)


def due(now: datetime) -> QuerySet[Deadline]:
    """Running deadlines whose time has passed and whose person, if one loses by it, has been told long enough ago."""
    return running().filter(Q(notice_wait=None) | Q(noticed_at__lte=now - F("notice_wait")), due_at__lte=now)


def without_notice(now: datetime, after: timedelta) -> QuerySet[Deadline]:
    """Deadlines that passed `after` ago and cannot fire because nobody has proof that the person was told."""
    return running().filter(due_at__lte=now - after, noticed_at=None).exclude(notice_wait=None)


def lease_due(kinds: Iterable[str], *, now: datetime, limit: int = 100) -> list[Deadline]:
    """Take up to `limit` due deadlines of `kinds` for this worker. One statement."""
    return _LEASES.take(list(kinds), now=now, until=now + LEASE, limit=limit)


def run_due(actions: Mapping[str, Action], *, now: datetime, limit: int = 100) -> int:
    """Act on what is due. A row that fails is put aside with its error and never stops the others.

    Answers how many were done.
    """
    done = 0
    for deadline in lease_due(actions, now=now, limit=limit):
        try:
            actions[deadline.kind](deadline, now)
        except Exception as error:
            logger.exception("deadline failed", extra={"deadline": deadline.pk, "kind": deadline.kind})
            _put_aside(deadline, error, now)
        else:
            done += 1
    return done


def runs_on(subject_type: str, subject_id: int, kind: str, *, now: datetime) -> bool:
    """Whether a deadline of the kind is open and not due yet: an action whose lease is older leaves it alone."""
    return running().filter(subject_type=subject_type, subject_id=subject_id, kind=kind, due_at__gt=now).exists()


def end(deadline: Deadline, outcome: str, *, now: datetime) -> bool:
    """End this very row, if it is still due: compare and set, in the caller's transaction.

    False when it was ended, paused or moved since it was leased, whatever else is open of its kind by now.
    """
    still_due = running().filter(pk=deadline.pk, due_at__lte=now)
    return bool(still_due.update(done_at=now, outcome=outcome, leased_until=None))


def _put_aside(deadline: Deadline, error: Exception, now: datetime) -> None:
    Deadline.objects.filter(pk=deadline.pk).update(
        error=said_by(error), leased_until=now + wait_after(deadline.attempts, RETRY_AFTER)
    )


def give_notice(
    subject_type: str, subject_id: int, kinds: Iterable[str], *, at: datetime, told_at: datetime | None = None
) -> int:
    """Write down that the person concerned knew at `at`. The first proof stands.

    `told_at` is when they were told (`at` unless given). What was opened after that is another promise of the same
    kind, however late the old news of the first one is read: it stays without proof.
    """
    return give_notices([Told(subject_type, subject_id, kind, told_at or at) for kind in kinds], at=at)


class Told(NamedTuple):
    """Somebody was told at `at` of a deadline of `kind`."""

    subject_type: str
    subject_id: int
    kind: str
    at: datetime


def give_notices(told: Iterable[Told], *, at: datetime) -> int:
    """Write down of everything `told` that the person concerned knew at `at`, as `give_notice` does. One statement."""
    columns = [list(column) for column in zip(*told, strict=True)]
    return _NOTICE.run(at, *columns) if columns else 0


def make_due(deadline: Deadline, *, now: datetime) -> None:
    """Let one deadline fall due now, proof of notice included.

    Raises `RuntimeError` outside the demo: it breaks a promise.
    """
    if not settings.DEMO:
        message = "A deadline may be made due only with DEMO=1."
        raise RuntimeError(message)
    noticed_at = now - deadline.notice_wait if deadline.notice_wait is not None else None
    running().filter(pk=deadline.pk).update(due_at=now, noticed_at=noticed_at, leased_until=None)
