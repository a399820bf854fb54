"""The courier's parcels: registered by a merchant, moved by the buttons of the courier's page."""

from typing import Final

from escrow.sandbox import clock, fields, webhooks
from escrow.sandbox.models import Parcel, ParcelEvent
from escrow.sandbox.refused import Refused

CONFLICT: Final = 409
NEXT: Final[dict[str, tuple[str, ...]]] = {
    "accepted": ("in_transit", "delivered", "returned", "lost"),
    "in_transit": ("delivered", "returned", "lost"),
    "returned": ("in_transit", "delivered"),
    "lost": ("in_transit", "delivered", "returned"),
    "delivered": (),
}
TEXTS: Final = {
    "accepted": "Accepted at the counter.",
    "in_transit": "On its way.",
    "delivered": "Delivered and signed for.",
    "returned": "Could not be delivered; returned to the sender.",
    "lost": "Lost on the way.",
}


def shown(parcel: Parcel) -> dict[str, object]:
    """A parcel as the API and webhooks show it, with its events in the order they happened."""
    return {
        "carrier": parcel.carrier,
        "number": parcel.number,
        "state": parcel.state,
        "events": [{"type": e.type, "at": e.at.isoformat(), "text": e.text} for e in parcel.history()],
    }


def register(body: fields.Body) -> Parcel:
    """Accept a parcel, or find it again (its news then go to the new address); inside a transaction."""
    carrier = fields.carrier(body)
    number = fields.code(body, "number")
    notify_url = fields.address(body, "notify_url")
    parcel, new = Parcel.objects.get_or_create(carrier=carrier, number=number, defaults={"notify_url": notify_url})
    if new:
        _note(parcel, "accepted")
    else:
        parcel.notify_url = notify_url
        parcel.save(update_fields=["notify_url"])
    return parcel


def move(parcel: Parcel, event: str) -> None:
    """Let `event` happen and tell the merchant; one that cannot follow the state is refused with 409."""
    if event not in NEXT[parcel.state]:
        raise Refused(CONFLICT, f"A parcel that is {parcel.state} cannot become {event}.")
    parcel.state = event
    parcel.save(update_fields=["state"])
    _note(parcel, event)
    webhooks.tell(parcel.notify_url, f"parcel.{event}", shown(parcel))


def _note(parcel: Parcel, event: str) -> None:
    """Add to the parcel's history."""
    ParcelEvent.objects.create(parcel=parcel, type=event, at=clock.now(), text=TEXTS[event])
