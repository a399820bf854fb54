"""What an endpoint is for and which kinds of events it wants."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import words
from core.actor import Actor
from core.errors import Invalid
from marketplace.webhooks.facts import write_down
from marketplace.webhooks.models import Endpoint, Kind


def change_endpoint(
    endpoint_id: int, *, description: str, kinds: Sequence[str], now: datetime, actor: Actor
) -> Endpoint:
    """Change it; what is under way already is sent all the same. Raises Invalid (field description or kinds)."""
    wants = what_it_wants(description, kinds)
    with transaction.atomic():
        endpoint = Endpoint.objects.select_for_update().get(pk=endpoint_id)
        Endpoint.objects.filter(pk=endpoint_id).update(**wants)
        write_down(endpoint, "change", actor, now=now)
    endpoint.refresh_from_db()
    return endpoint


def what_it_wants(description: str, kinds: Sequence[str]) -> dict[str, Any]:
    """The two fields, fit to be kept. Raises Invalid."""
    wanted = [kind.value for kind in Kind if kind.value in kinds]
    if not wanted or len(wanted) != len(set(kinds)):
        raise Invalid("kinds_missing", _("Choose at least one kind of events."), field="kinds")
    return {"description": words.line(description, field="description", at_most=60), "kinds": wanted}
