"""Something a person can do about an order now: what pages show as a button with its consequence beside it."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime

from marketplace.trade.custody import Style


@dataclass(frozen=True, slots=True)
class Offer:
    """Something a person can do until `due_at` with `consequence`; not now when `blocked_reason` says why not."""

    action: str
    label: str
    if_you: str
    consequence: str
    due_at: datetime | None = None
    blocked_reason: str = ""
    style: Style = "link"


def done_here(offers: Iterable[Offer], actions: Container[str]) -> tuple[Offer, ...]:
    """Those of a page that is about these acts alone: of the others it has no button, and need not say what follows."""
    return tuple(offer for offer in offers if offer.action in actions)
