"""Finding what is due, and doing it once. Redis is a doorbell; this table is the memory.

Kinds without a batch action are leased, the lease is committed, and each is acted on by itself:

1. lease up to `limit` due rows (SKIP LOCKED), commit;
2. for each: call its action, which closes the deadline in its own transaction (compare and set);
3. an error is written on the row, the lease runs out, and it is tried again later, rarer each time;
4. a crash between 1 and 2 leaves a lease that runs out by itself.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from core.models import Deadline

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)

#: Seconds until the next try after the n-th failure; the last one repeats.
RETRY_AFTER = (5, 30, 120, 600, 3600)

Action = Callable[[Deadline, datetime], object]


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
    """Take up to `limit` due deadlines of `kinds` for this worker, in a transaction of its own."""
    with transaction.atomic():
        rows = list(
            due(now)
            .filter(Q(leased_until=None) | Q(leased_until__lte=now), kind__in=list(kinds))
            .order_by("due_at", "id")
            .select_for_update(skip_locked=True)[:limit]
        )
        Deadline.objects.filter(pk__in=[row.pk for row in rows]).update(
            leased_until=now + LEASE, attempts=F("attempts") + 1
        )
    return rows


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
    wait = RETRY_AFTER[min(deadline.attempts, len(RETRY_AFTER) - 1)]
    Deadline.objects.filter(pk=deadline.pk).update(
        error=f"{type(error).__name__}: {error}"[:200], leased_until=now + timedelta(seconds=wait)
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
    about = [
        Q(subject_type=one.subject_type, subject_id=one.subject_id, kind=one.kind, window_from__lte=one.at)
        for one in told
    ]
    if not about:
        return 0
    open_still = Deadline.objects.filter(reduce(or_, about), done_at=None, noticed_at=None)
    return open_still.exclude(notice_wait=None).update(noticed_at=at)


def make_due(deadline: Deadline, *, now: datetime) -> None:
    """Let one deadline fall due now, proof of notice included.

    Raises `RuntimeError` outside the demo: it breaks a promise.
    """
    if not settings.DEMO:
        message = "A deadline may be made due only with DEMO=1."
        raise RuntimeError(message)
    noticed_at = now - deadline.notice_wait if deadline.notice_wait is not None else None
    running().filter(pk=deadline.pk).update(due_at=now, noticed_at=noticed_at, leased_until=None)
