"""Refunds: never more than what is left of the charge, finished in the background."""

from typing import Final

from django.db import transaction
from django.db.models import F

from escrow.sandbox import bell, clock, fields, webhooks
from escrow.sandbox.models import Charge, Control, Refund
from escrow.sandbox.refused import Refused

CONFLICT: Final = 409
REJECTED: Final = "The buyer's card is closed."


def shown(refund: Refund) -> dict[str, object]:
    """A refund as the API and webhooks show it."""
    return {
        "reference": refund.reference,
        "state": refund.state,
        "reason": refund.reason,
        "charge": refund.charge.code,
        "amount_minor": refund.amount_minor,
        "currency": refund.currency,
        "requested_at": refund.requested_at.isoformat(),
        "changed_at": refund.changed_at.isoformat(),
    }


def open_refund(body: fields.Body) -> Refund:
    """Take the amount off what is left of the charge and leave the rest to the background; inside a transaction.

    Refuses: unknown charge, other currency, more than is left (422); a reference used before (409). The transaction
    holds SQLite's one write lock from its first statement, so what is read as left stays left.
    """
    reference = fields.reference(body)
    amount_minor = fields.amount(body)
    currency = fields.currency(body)
    notify_url = fields.address(body, "notify_url")
    charge = Charge.objects.filter(code=fields.text(body, "charge")).first()
    if charge is None:
        raise Refused(fields.UNPROCESSABLE, "There is no such charge.")
    if currency != charge.currency:
        raise Refused(fields.UNPROCESSABLE, f"The charge was made in {charge.currency}.")
    if Refund.objects.filter(reference=reference).exists():
        raise Refused(CONFLICT, "A refund with this reference exists.")
    left = charge.amount_minor - charge.refunded_minor
    if amount_minor > left:
        raise Refused(fields.UNPROCESSABLE, f"Only {left} minor units are left of this charge.")
    Charge.objects.filter(pk=charge.pk).update(refunded_minor=F("refunded_minor") + amount_minor)
    rejecting = Control.objects.filter(pk=1, reject_next_refund=True).update(reject_next_refund=False)
    now = clock.now()
    transaction.on_commit(bell.ring)
    return Refund.objects.create(
        reference=reference,
        charge=charge,
        amount_minor=amount_minor,
        currency=currency,
        notify_url=notify_url,
        planned_reason=REJECTED if rejecting else "",
        due=clock.real() + Control.current().settle_after_seconds,
        requested_at=now,
        changed_at=now,
    )


def finish_due() -> int:
    """Finish every pending refund whose time has come; answers how many."""
    due = Refund.objects.filter(state="pending", due__lte=clock.real()).select_related("charge")
    if not due.exists():
        return 0
    with transaction.atomic():
        found = list(due)
        for refund in found:
            _finish(refund)
    return len(found)


def _finish(refund: Refund) -> None:
    """Pay it back, or reject it and give the amount back to what is left of the charge."""
    refund.state = "rejected" if refund.planned_reason else "succeeded"
    refund.reason = refund.planned_reason
    refund.changed_at = clock.now()
    refund.save(update_fields=["state", "reason", "changed_at"])
    if refund.state == "rejected":
        charge = Charge.objects.filter(pk=refund.charge.pk)
        charge.update(refunded_minor=F("refunded_minor") - refund.amount_minor)
    webhooks.tell(refund.notify_url, f"refund.{refund.state}", shown(refund))
