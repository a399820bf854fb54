"""A new secret for an endpoint."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from core.actor import Actor
from marketplace.webhooks.facts import write_down
from marketplace.webhooks.models import Endpoint
from marketplace.webhooks.signing import new_nonce


def roll_secret(endpoint_id: int, *, now: datetime, actor: Actor) -> Endpoint:
    """From now on another secret signs, and for a day the one before as well. One replaced earlier signs no more."""
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().get(pk=endpoint_id)
        endpoint.old_nonce, endpoint.nonce = endpoint.nonce, new_nonce()
        endpoint.old_until = now + timedelta(seconds=settings.WEBHOOK_SECRET_OVERLAP)
        endpoint.save(update_fields=["nonce", "old_nonce", "old_until"])
        write_down(endpoint, "roll_secret", actor, now=now)
    return endpoint
