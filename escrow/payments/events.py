"""Signed events kept as they came and worked off afterwards: at least once, with backoff, and dead letters.

1. keep the event, once for each id its source gave it, and answer the source at once;
2. lease what is due (SKIP LOCKED), in a statement that commits by itself;
3. hand each to its source's handler, which must bear being told twice; after an error try again later, and after
   `ATTEMPTS` tries put it among the dead letters, where the desk sees it.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from core import effects, failpoints
from core.actor import Actor
from core.effects import Audit, Effects, Subject
from core.leasing import Leases
from core.reading import Question
from core.retrying import said_by, wait_after
from escrow.payments.models import ProviderEvent
from escrow.payments.providers.protocol import Event

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
ATTEMPTS = 10

#: Seconds until the next try after the n-th failure; the last one repeats.
RETRY_AFTER = (1, 5, 30, 120, 600, 1800)

KEPT = failpoints.register("event.kept", "an event is kept; it is not yet worked off")
HANDLED = failpoints.register("event.handled", "an event had its effect; it is not yet marked")

Handler = Callable[[ProviderEvent, datetime], object]

_LEASES = Leases(ProviderEvent, "handled_at IS NULL AND dead_at IS NULL AND source = ANY($4::text[])")
_HANDLED = Question(
    "provider_event_handled",
    "UPDATE payments_providerevent SET handled_at = $2, leased_until = NULL, error = '' WHERE id = $1",
)


def keep(source: str, event: Event, *, now: datetime) -> None:
    """Store an event whose signature was good. An id that is known already stays what it was."""
    ProviderEvent.objects.bulk_create(
        [
            ProviderEvent(
                source=source, event_id=event.id, type=event.type, body=event.body, received_at=now, due_at=now
            )
        ],
        ignore_conflicts=True,
    )
    failpoints.reach(KEPT)


def work_off(handlers: Mapping[str, Handler], *, now: datetime, limit: int = 100) -> int:
    """Work off what is due from the sources in `handlers`. Answers how many had their effect."""
    due = _LEASES.take(list(handlers), now=now, until=now + LEASE, limit=limit)
    return sum(_handle(event, handlers[event.source], now) for event in due)


def waiting(sources: Iterable[str]) -> QuerySet[ProviderEvent]:
    """Events of these sources that have not been worked off yet."""
    return ProviderEvent.objects.filter(source__in=list(sources), handled_at=None, dead_at=None)


def dead() -> QuerySet[ProviderEvent]:
    """Events that could not be worked off, latest first."""
    return ProviderEvent.objects.exclude(dead_at=None).order_by("-dead_at", "-pk")


def send_again(event: ProviderEvent, *, now: datetime, actor: Actor) -> bool:
    """An operator takes a dead letter back among the living, and it stands in the record. False when another has."""
    told = Audit(Subject("event", event.pk, 0), "work_again", actor, {"source": event.source, "type": event.type})
    with transaction.atomic():
        lives = dead().filter(pk=event.pk).update(dead_at=None, attempts=0, due_at=now, leased_until=None)
        if lives:
            effects.write(Effects(audits=(told,)), now=now)
    return bool(lives)


def _handle(event: ProviderEvent, handler: Handler, now: datetime) -> bool:
    try:
        handler(event, now)
    except Exception as error:
        logger.exception("provider event failed", extra={"provider_event": event.pk, "type": event.type})
        _try_later(event, error, now)
        return False
    failpoints.reach(HANDLED)
    _HANDLED.run(event.pk, now)
    return True


def _try_later(event: ProviderEvent, error: Exception, now: datetime) -> None:
    # Whoever's lease ran out may come too late: what another worker has handled meanwhile stays handled.
    ProviderEvent.objects.filter(pk=event.pk, handled_at=None).update(
        error=said_by(error),
        due_at=now + wait_after(event.attempts, RETRY_AFTER),
        leased_until=None,
        dead_at=now if event.attempts >= ATTEMPTS else None,
    )
