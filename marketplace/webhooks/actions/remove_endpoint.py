"""A shop takes an endpoint away."""

from datetime import datetime

from django.db import transaction

from core.actor import Actor
from marketplace.webhooks.facts import write_down
from marketplace.webhooks.models import Endpoint


def remove_endpoint(endpoint_id: int, *, now: datetime, actor: Actor) -> None:
    """Remove it with its log and whatever was still to be sent. One that is gone stays gone."""
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().filter(pk=endpoint_id).first()
        if endpoint is not None:
            write_down(endpoint, "remove", actor, now=now)
            endpoint.delete()
