"""What waits for a ruling, and what each waits for: the desk's own queue of claims."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from marketplace.claims.models import Claim
from marketplace.claims.queries import Docket, desk_queue
from marketplace.claims.states import ClaimState
from marketplace.trade.of_others import of_others

#: What a claim waits for, the most pressing first. Each stands in one queue alone: the first that fits.
KINDS: Mapping[str, Promise] = {
    "second": _("Rulings that want a second operator"),
    "limit": _("Rulings before the limit of keeping"),
    "appeal": _("Appeals against rulings"),
    "ruling": _("Rulings due"),
}


@dataclass(frozen=True, slots=True)
class Waiting:
    """One claim on the desk, by its kind (see KINDS). `cap_at` is when its money cannot be kept any longer, if that is
    near.
    """

    docket: Docket
    kind: str
    cap_at: datetime | None

    @property
    def due_at(self) -> datetime:
        """When it is to be ruled on: as promised, else at the latest."""
        return self.docket.promised_at or self.docket.latest_at

    @property
    def overdue(self) -> bool:
        """Whether the promised time has passed."""
        return self.docket.promised_at is None


def waiting(now: datetime, operator_id: int) -> list[Waiting]:
    """All that waits for this operator, the nearest deadline first, of those the largest amount. Three queries."""
    near = now + timedelta(seconds=settings.CUSTODY_MARGIN)
    return [_sorted_in(docket, near) for docket in desk_queue(of_others(Claim.objects.all(), operator_id), now)]


def _sorted_in(docket: Docket, near: datetime) -> Waiting:
    cap_at = docket.cap_at if docket.cap_at and docket.cap_at <= near else None
    if docket.proposal is not None:
        return Waiting(docket, "second", cap_at)
    if cap_at is not None:
        return Waiting(docket, "limit", cap_at)
    return Waiting(docket, "appeal" if docket.claim.state == ClaimState.APPEALED else "ruling", None)
