"""Delivering outbox messages: at least once, with backoff, and a dead letter an operator can see and send again.

1. lease up to `limit` due messages (SKIP LOCKED), in a statement that commits by itself;
2. hand each to every subscriber of its topic; subscribers must bear being told twice;
3. mark it delivered; after an error try again later, and after `ATTEMPTS` tries put it among the dead letters.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from core import effects
from core.actor import Actor
from core.effects import Audit, Effects, Subject
from core.leasing import Leases
from core.models import OutboxMessage
from core.reading import Question
from core.retrying import said_by, wait_after

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
ATTEMPTS = 10

#: Seconds until the next try after the n-th failure; the last one repeats.
RETRY_AFTER = (1, 5, 30, 120, 600, 1800)

Subscriber = Callable[[OutboxMessage, datetime], object]

_LEASES = Leases(OutboxMessage, "delivered_at IS NULL AND dead_at IS NULL")
_DELIVERED = Question(
    "outbox_delivered", "UPDATE core_outboxmessage SET delivered_at = $2, leased_until = NULL WHERE id = $1"
)


def lease_due(*, now: datetime, limit: int = 100) -> list[OutboxMessage]:
    """Take up to `limit` messages for this worker, oldest first. One statement."""
    return _LEASES.take(now=now, until=now + LEASE, limit=limit)


def deliver_due(subscriptions: Mapping[str, Sequence[Subscriber]], *, now: datetime, limit: int = 100) -> int:
    """Deliver what waits. Answers how many were delivered."""
    return sum(
        _deliver(message, subscriptions.get(message.topic, ()), now) for message in lease_due(now=now, limit=limit)
    )


def _deliver(message: OutboxMessage, subscribers: Sequence[Subscriber], now: datetime) -> bool:
    try:
        for subscriber in subscribers:
            subscriber(message, now)
    except Exception as error:
        logger.exception("outbox delivery failed", extra={"outbox_message": message.pk, "topic": message.topic})
        _try_later(message, error, now)
        return False
    _DELIVERED.run(message.pk, now)
    return True


def _try_later(message: OutboxMessage, error: Exception, now: datetime) -> None:
    # Whoever's lease ran out may come too late: what another worker has delivered meanwhile stays delivered.
    OutboxMessage.objects.filter(pk=message.pk, delivered_at=None).update(
        error=said_by(error),
        due_at=now + wait_after(message.attempts, RETRY_AFTER),
        leased_until=None,
        dead_at=now if message.attempts >= ATTEMPTS else None,
    )


def dead() -> QuerySet[OutboxMessage]:
    """Letters that could not be delivered, latest first."""
    return OutboxMessage.objects.exclude(dead_at=None).order_by("-dead_at", "-pk")


def send_again(message: OutboxMessage, *, now: datetime, actor: Actor) -> bool:
    """An operator takes a dead letter back among the living, and it stands in the record. False when another has."""
    told = Audit(Subject("letter", message.pk, message.book_id), "send_again", actor, {"topic": message.topic})
    with transaction.atomic():
        lives = dead().filter(pk=message.pk).update(dead_at=None, attempts=0, due_at=now, leased_until=None)
        if lives:
            effects.write(Effects(audits=(told,)), now=now)
    return bool(lives)
