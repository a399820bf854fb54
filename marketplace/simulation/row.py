"""What a provider keeps of a charge, refund, payout or chargeback."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Row:
    """It as it stands; `changed` is when."""

    facts: dict[str, Any]
    changed: datetime
    notify_url: str = ""

    def shown(self) -> dict[str, Any]:
        return self.facts | {"changed_at": self.changed.isoformat()}
