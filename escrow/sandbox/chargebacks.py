"""Chargebacks: a buyer's bank takes a charge back, the merchant may show why not, and somebody says who was right.

Who shows nothing in time has lost; what was shown waits for a button or a switch.
"""

import datetime as dt
import json
from typing import Final

from django.db import transaction

from escrow.sandbox import clock, fields, webhooks
from escrow.sandbox.models import Charge, Chargeback
from escrow.sandbox.refused import Refused

CONFLICT: Final = 409
DUE_AFTER: Final = dt.timedelta(days=7)
FEE_MINOR: Final = 1500
REASON: Final = "The cardholder does not recognise the charge."
LONGEST_EVIDENCE: Final = 200_000


def shown(chargeback: Chargeback) -> dict[str, object]:
    """A chargeback as the API and webhooks show it."""
    return {
        "id": chargeback.code,
        "charge": chargeback.charge.code,
        "amount_minor": chargeback.amount_minor,
        "fee_minor": chargeback.fee_minor,
        "currency": chargeback.charge.currency,
        "reason": chargeback.reason,
        "state": chargeback.state,
        "evidence": bool(chargeback.evidence),
        "due_at": chargeback.due_at.isoformat(),
        "opened_at": chargeback.opened_at.isoformat(),
        "changed_at": chargeback.changed_at.isoformat(),
    }


def open_chargeback(charge: Charge, amount_minor: int) -> Chargeback:
    """The bank takes so much of the charge back; inside a transaction. Refuses one disputed before, or lost (409)."""
    if Chargeback.objects.filter(charge=charge).exclude(state="won").exists():
        raise Refused(CONFLICT, "disputed")
    now = clock.now()
    chargeback = Chargeback.objects.create(
        charge=charge,
        amount_minor=amount_minor,
        fee_minor=FEE_MINOR,
        reason=REASON,
        due_at=now + DUE_AFTER,
        opened_at=now,
        changed_at=now,
    )
    webhooks.tell(charge.notify_url, "chargeback.opened", shown(chargeback))
    return chargeback


def open_whole(code: str) -> None:
    """Dispute all of the charge with this id; refuses with 422 when there is none; inside a transaction."""
    charge = Charge.objects.filter(code=code).first()
    if charge is None:
        raise Refused(fields.UNPROCESSABLE, "There is no such charge.")
    open_chargeback(charge, charge.amount_minor)


def take_evidence(chargeback: Chargeback, body: fields.Body) -> Chargeback:
    """Keep what the merchant shows; inside a transaction. Refuses what is decided or late (409), or too long (422)."""
    if chargeback.state != "open" or chargeback.due_at < clock.now():
        raise Refused(CONFLICT, "Nothing more is taken in about this chargeback.")
    shows = json.dumps(body, ensure_ascii=False)
    if len(shows) > LONGEST_EVIDENCE:
        raise Refused(fields.UNPROCESSABLE, f"The evidence must be at most {LONGEST_EVIDENCE} characters.")
    chargeback.evidence = shows
    chargeback.changed_at = clock.now()
    chargeback.save(update_fields=["evidence", "changed_at"])
    return chargeback


def decide(chargeback: Chargeback, state: str) -> None:
    """`won` or `lost`, from the merchant's side; inside a transaction. Refuses one that is decided with 409."""
    if chargeback.state != "open":
        raise Refused(CONFLICT, "disputed")
    chargeback.state = state
    chargeback.changed_at = clock.now()
    chargeback.save(update_fields=["state", "changed_at"])
    webhooks.tell(chargeback.charge.notify_url, f"chargeback.{state}", shown(chargeback))


def win(code: str) -> None:
    """The merchant was right; inside a transaction."""
    decide(_known(code), "won")


def lose(code: str) -> None:
    """The buyer's bank keeps the money; inside a transaction."""
    decide(_known(code), "lost")


def lose_due() -> int:
    """Whoever showed nothing in time has lost; answers how many."""
    due = Chargeback.objects.filter(state="open", evidence="", due_at__lt=clock.now()).select_related("charge")
    if not due.exists():
        return 0
    with transaction.atomic():
        found = list(due)
        for chargeback in found:
            decide(chargeback, "lost")
    return len(found)


def _known(code: str) -> Chargeback:
    found = Chargeback.objects.filter(code=code).select_related("charge").first()
    if found is None:
        raise Refused(fields.UNPROCESSABLE, "There is no such chargeback.")
    return found
