"""A shop stops and restarts what is sent to an endpoint."""

from datetime import datetime

from django.db import transaction

from core.actor import Actor
from marketplace.webhooks.facts import write_down
from marketplace.webhooks.models import Delivery, Endpoint


def pause_endpoint(endpoint_id: int, *, now: datetime, actor: Actor) -> None:
    """Send nothing until it is resumed; its events wait meanwhile. One that is paused stays as it is."""
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().get(pk=endpoint_id)
        if endpoint.paused_at is None:
            Endpoint.objects.filter(pk=endpoint_id).update(paused_at=now)
            Delivery.objects.filter(endpoint=endpoint).exclude(due_at=None).update(due_at=None)
            write_down(endpoint, "pause", actor, now=now)


def resume_endpoint(endpoint_id: int, *, now: datetime, actor: Actor) -> None:
    """Send again, beginning with what waits. One that was stopped by us begins anew; what was given up stays so."""
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().get(pk=endpoint_id)
        if not endpoint.is_on:
            Endpoint.objects.filter(pk=endpoint_id).update(
                paused_at=None, stopped_at=None, stopped_why="", failing_since=None, rests_until=None
            )
            waiting = Delivery.objects.filter(endpoint=endpoint, due_at=None, delivered_at=None, failed_at=None)
            waiting.update(due_at=now)
            write_down(endpoint, "resume", actor, now=now)
