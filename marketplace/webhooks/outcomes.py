"""What came of one try: taken, tried again later, given up; and when an endpoint is sent nothing more."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from core import chance, effects
from core.actor import SYSTEM
from core.effects import Audit, Effects, Message
from marketplace.webhooks.facts import subject
from marketplace.webhooks.models import Delivery, Endpoint, Why
from marketplace.webhooks.post import Answer

GONE = 410
#: How long an endpoint rests after a failure: what else waits for it is not held against the same wall meanwhile.
REST = timedelta(minutes=1)
#: A wait is longer by a random part of at most so much, so that what failed together is not tried together.
JITTER = 0.2


def record(delivery: Delivery, answer: Answer, *, now: datetime) -> None:
    """Write down what came of the try `delivery` was leased for.

    A success counts whoever had it; a failure only while the lease is still ours. Nothing happens when the endpoint
    was removed meanwhile.
    """
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().filter(pk=delivery.endpoint_id).first()
        if endpoint is None:
            return
        heard = {
            "tried_at": now,
            "status": answer.status,
            "answer": answer.text,
            "problem": answer.problem,
            "took": answer.took,
        }
        if answer.taken:
            Delivery.objects.filter(pk=delivery.pk).update(**heard, delivered_at=now, failed_at=None, due_at=None)
            Endpoint.objects.filter(~Q(failing_since=None), pk=endpoint.pk).update(failing_since=None, rests_until=None)
        elif Delivery.objects.filter(pk=delivery.pk, due_at=delivery.due_at).update(**heard, **_next(delivery, now)):
            _count_failure(endpoint, answer, now)


def _next(delivery: Delivery, now: datetime) -> dict[str, datetime | None]:
    """When it is tried again, or that it is not."""
    waits = settings.WEBHOOK_RETRIES
    if delivery.attempts > len(waits):
        return {"due_at": None, "failed_at": now}
    wait = chance.longer(waits[delivery.attempts - 1], JITTER)
    return {"due_at": now + timedelta(seconds=wait)}


def _count_failure(endpoint: Endpoint, answer: Answer, now: datetime) -> None:
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.rests_until = now + REST
    endpoint.save(update_fields=["failing_since", "rests_until"])
    if answer.status == GONE:
        _stop(endpoint, Why.GONE, now)
    elif now - endpoint.failing_since >= timedelta(seconds=settings.WEBHOOK_FAILING_AT_MOST):
        _stop(endpoint, Why.FAILING, now)


def _stop(endpoint: Endpoint, why: Why, now: datetime) -> None:
    """Send it nothing more: what was under way is given up, and the shop is told."""
    endpoint.stopped_at, endpoint.stopped_why = now, why
    endpoint.save(update_fields=["stopped_at", "stopped_why"])
    Delivery.objects.filter(endpoint=endpoint).exclude(due_at=None).update(due_at=None, failed_at=now)
    told = Message(
        endpoint.shop_id,
        f"endpoint.stopped:{endpoint.pk}:{now.isoformat()}",
        "endpoint.stopped",
        {"endpoint": endpoint.pk, "why": why.value},
    )
    record = Audit(subject(endpoint), "stop", SYSTEM, {"why": why.value})
    effects.write(Effects(messages=(told,), audits=(record,)), now=now)
