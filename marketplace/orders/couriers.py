"""Carriers: telling one about a parcel, hearing from it, asking it. Only the demo's courier reports to us so far.

Nothing here runs inside a transaction while somebody else's machine thinks.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, prefetch_related_objects
from django.urls import reverse

from core.models import OutboxMessage
from escrow.payments.models import ProviderEvent
from escrow.payments.providers import http
from escrow.payments.providers.protocol import GatewayError
from escrow.states import HoldState
from marketplace.orders.actions.record_parcel_event import KINDS, record_parcel_event
from marketplace.orders.models import Shipment

logger = logging.getLogger(__name__)

#: A parcel under way is asked about when nothing was heard of it for so long.
ASK_AFTER = timedelta(hours=1)


def is_connected() -> bool:
    """Whether there is a courier that reports to us."""
    return bool(settings.DEMO)


def announce(message: OutboxMessage, now: datetime) -> None:
    """Tell the courier about a parcel (topic `shipment.made`); told twice, it is the same parcel.

    Raises `GatewayError` when there is no clear answer: the outbox tries again.
    """
    shipment = Shipment.objects.get(pk=message.payload["shipment"])
    if not is_connected():
        return
    address = str(settings.SITE_URL) + reverse("courier")
    parcel = {"carrier": shipment.carrier_code, "number": shipment.number, "notify_url": address}
    status, _body = _ask("POST", "/courier/parcels/", json=parcel)
    same = Shipment.objects.filter(pk=shipment.pk, carrier_code=shipment.carrier_code, number=shipment.number)
    same.update(tracked=status in {200, 201}, asked_at=now)


def hear(event: ProviderEvent, now: datetime) -> None:
    """Work off a courier's webhook; a parcel nobody knows is nothing to us. Raises ValueError for nonsense."""
    data = event.body.get("data")
    if not isinstance(data, dict):
        raise ValueError("the event has no data")  # noqa: TRY004 - the content is wrong, not the program
    known = Shipment.objects.filter(carrier_code=str(data.get("carrier")), number=str(data.get("number"))).first()
    if known is not None:
        _record(known, data.get("events") or (), now)


def ask_parcels(*, now: datetime, limit: int = 50) -> int:
    """Ask about parcels of which nothing was heard for a while: a webhook may be lost. Answers how many were asked."""
    with transaction.atomic():
        due = list(
            Shipment.objects.filter(
                Q(asked_at=None) | Q(asked_at__lte=now - ASK_AFTER),
                tracked=True,
                delivered_at=None,
                order__hold__state=HoldState.HELD,
            )
            .order_by("asked_at", "pk")
            .select_for_update(skip_locked=True, of=("self",))[:limit]
        )
        Shipment.objects.filter(pk__in=[shipment.pk for shipment in due]).update(asked_at=now)
    prefetch_related_objects(due, "events")
    for shipment in due:
        path = f"/courier/parcels/{shipment.carrier_code}/{shipment.number}/"
        try:
            status, body = _ask("GET", path)
            if status == 200:  # noqa: PLR2004
                _record(shipment, body.get("events") or (), now)
        except GatewayError:
            continue
        except Exception:
            logger.exception("the courier's answer was not taken in", extra={"shipment": shipment.pk})
    return len(due)


def _record(shipment: Shipment, events: Iterable[Mapping[str, Any]], now: datetime) -> None:
    """Everything a courier says of one parcel, oldest first; what is known already is left alone."""
    seen = [(datetime.fromisoformat(str(e["at"])), str(e["type"]), str(e.get("text", ""))) for e in events]
    if any(at.tzinfo is None for at, _kind, _text in seen):
        raise ValueError("an event without a time zone")
    known = {(event.at, event.type) for event in shipment.events.all()}
    for at, kind, text in sorted(seen):
        if kind in KINDS and (at, kind) not in known:
            record_parcel_event(shipment.pk, kind, at, now=now, text=text)


def _ask(method: str, path: str, *, json: object = None) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {settings.SANDBOX_KEY}"}
    return http.ask(method, f"{settings.SANDBOX_URL}{path}", headers=headers, json=json)
