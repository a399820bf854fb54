"""Send once more what came to its end, and send a test."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import chance
from core.actor import Actor
from core.errors import DomainError
from marketplace.webhooks.events import TEST, body_of, place
from marketplace.webhooks.facts import write_down
from marketplace.webhooks.models import Delivery, Endpoint


def send_again(delivery_id: int, *, now: datetime, actor: Actor) -> Delivery:
    """Send a delivery once more, under the same webhook-id: a program that has taken it knows it again.

    Raises DomainError delivery_under_way, endpoint_off.
    """
    with transaction.atomic():
        delivery = Delivery.objects.select_related("endpoint").get(pk=delivery_id)
        endpoint = _listening(delivery.endpoint_id)
        delivery.refresh_from_db()
        if delivery.due_at is not None:
            raise DomainError("delivery_under_way", _("It is under way already."))
        delivery.due_at, delivery.attempts, delivery.delivered_at, delivery.failed_at = now, 0, None, None
        delivery.save(update_fields=["due_at", "attempts", "delivered_at", "failed_at"])
        write_down(endpoint, "send_again", actor, now=now, delivery=delivery.pk)
    return delivery


def send_test(endpoint_id: int, *, now: datetime, actor: Actor) -> Delivery:
    """Send an event that says nothing. Raises DomainError test_under_way, endpoint_off."""
    with transaction.atomic():
        endpoint = _listening(endpoint_id)
        if Delivery.objects.filter(endpoint=endpoint, type=TEST).exclude(due_at=None).exists():
            raise DomainError("test_under_way", _("A test is under way already."))
        delivery = Delivery.objects.create(
            endpoint=endpoint,
            event=f"evt_{chance.token(16)}",
            type=TEST,
            body=body_of(TEST, {"endpoint": endpoint.pk, "url": place("api:webhook", endpoint.pk)}, now),
            made_at=now,
            due_at=now,
        )
        write_down(endpoint, "test", actor, now=now)
    return delivery


def _listening(endpoint_id: int) -> Endpoint:
    """The endpoint, locked. Raises DomainError when nothing is sent to it."""
    endpoint = Endpoint.objects.select_for_update().get(pk=endpoint_id)
    if not endpoint.is_on:
        raise DomainError("endpoint_off", _("Nothing is sent to this address now. Resume it first."))
    return endpoint
