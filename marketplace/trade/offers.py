"""Something a person can do about an order now: what pages show as a button with its consequence beside it."""

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
