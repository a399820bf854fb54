"""Sending what is due: at least once, tried again for three days, and nobody waits for somebody else's machine.

1. lease the oldest due delivery of each endpoint that waits, one at a time for each: `due_at` moves on, commit;
2. send it from a thread of its own that touches no database; no transaction is open meanwhile;
3. write down what came of it. A worker killed before that leaves a lease that runs out: it is sent once more, under the
   same webhook-id.

Of all workers one sends at a time: what waits for strangers' machines never takes every hand that moves money.
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic

from django.db import connection, transaction
from django.db.models import F, OuterRef, Q, Subquery

from core import clock, failpoints
from marketplace.webhooks.models import Delivery, Endpoint
from marketplace.webhooks.outcomes import record
from marketplace.webhooks.post import Answer, post
from marketplace.webhooks.signing import headers_of

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
#: So many are on their way at once, each to another endpoint.
HANDS = 16
#: Seconds in which new ones are begun; who is on the way then is waited for (post.WHOLE at most).
SPELL = 20.0
#: Seconds until it is asked again what is due, while some are on their way.
GLANCE = 0.25
#: The number of the lock under which one worker sends (PostgreSQL's advisory locks).
SENDING = 0x3EB_0000_0001

SENT = failpoints.register("webhook.sent", "a webhook was sent and what came of it is not written down yet")

Flying = dict[Future[Answer], Delivery]


def work_off_deliveries(tell_time: Callable[[], datetime]) -> int:
    """Send what is due until nothing is, or the spell is over. Answers how many tries were made.

    It takes long enough to ask for the time more than once: `tell_time` is the site's clock.
    """
    tried = 0
    with _alone() as alone, ThreadPoolExecutor(HANDS, "webhooks") as hands:
        flying: Flying = {}
        until = monotonic() + SPELL
        while alone:
            if monotonic() < until:
                for delivery in lease(tell_time(), HANDS - len(flying), busy=_busy(flying)):
                    flying[_begin(delivery, hands, tell_time())] = delivery
            if not flying:
                break
            for future in wait(flying, timeout=GLANCE, return_when=FIRST_COMPLETED).done:
                failpoints.reach(SENT)
                _record_alone(flying.pop(future), future, tell_time())
                tried += 1
    return tried


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether nobody else sends. A worker that is killed holds no lock any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [SENDING])
        mine: bool = cursor.fetchone()[0]
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [SENDING])


def _busy(flying: Flying) -> set[int]:
    return {delivery.endpoint_id for delivery in flying.values()}


def lease(now: datetime, limit: int, *, busy: set[int] | frozenset[int] = frozenset()) -> list[Delivery]:
    """Take the oldest due delivery of up to `limit` endpoints that are not `busy`, who waited longest first."""
    if limit <= 0:
        return []
    due = Delivery.objects.filter(endpoint=OuterRef("pk"), due_at__lte=now).order_by("due_at", "pk")
    awake = Q(rests_until=None) | Q(rests_until__lte=now)
    hungry = (
        Endpoint.objects.filter(awake, paused_at=None, stopped_at=None)
        .exclude(pk__in=busy)
        .annotate(due_at=Subquery(due.values("due_at")[:1]), first=Subquery(due.values("pk")[:1]))
        .exclude(due_at=None)
        .order_by("due_at", "pk")
    )
    first = list(hungry.values_list("first", flat=True)[:limit])
    if not first:
        return []
    with transaction.atomic():
        rows = list(
            Delivery.objects.filter(pk__in=first, due_at__lte=now)
            .select_related("endpoint")
            .order_by("due_at", "pk")
            .select_for_update(skip_locked=True, of=("self",))
        )
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=now + LEASE, attempts=F("attempts") + 1)
    for row in rows:
        row.due_at, row.attempts = now + LEASE, row.attempts + 1
    return rows


def _begin(delivery: Delivery, hands: ThreadPoolExecutor, now: datetime) -> Future[Answer]:
    endpoint = delivery.endpoint
    headers = headers_of(delivery, endpoint, now=now, at=clock.real_now())
    return hands.submit(post, endpoint.url, headers, delivery.body.encode())


def _record_alone(delivery: Delivery, future: Future[Answer], now: datetime) -> None:
    """A delivery that breaks us is tried later like any that failed, and stops no other."""
    try:
        answer = future.result()
    except Exception:
        logger.exception("a webhook could not be sent", extra={"delivery": delivery.pk})
        answer = Answer(problem="broken")
    try:
        record(delivery, answer, now=now)
    except Exception:
        logger.exception("what came of a webhook could not be written down", extra={"delivery": delivery.pk})
