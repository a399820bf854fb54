"""Charges: money taken from a buyer, now or late."""

import datetime as dt
import os
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from escrow.sandbox import clock, fields, webhooks
from escrow.sandbox.models import Charge, Control, LateCharge
from escrow.sandbox.refused import Refused

LATE: Final = dt.timedelta(hours=25)
CRASH_EXIT_CODE: Final = 1
CRASH_SILENCE_SECONDS: Final = 1.0


@dataclass(frozen=True)
class Ask:
    """What a merchant wants to be paid: its reference, minor units, currency, and where to send the news."""

    reference: str
    amount_minor: int
    currency: str
    notify_url: str

    @classmethod
    def read(cls, body: fields.Body) -> "Ask":
        """From a JSON body; refuses with 422."""
        return cls(
            fields.reference(body),
            fields.amount(body),
            fields.currency(body),
            fields.address(body, "notify_url"),
        )


def shown(charge: Charge) -> dict[str, object]:
    """A charge as the API and webhooks show it."""
    return {
        "id": charge.code,
        "reference": charge.reference,
        "amount_minor": charge.amount_minor,
        "currency": charge.currency,
        "captured_at": charge.captured_at.isoformat(),
    }


def take(ask: Ask) -> Charge:
    """Charge at once and write its webhook; inside a transaction.

    Under `crash_after_charge` the process ends the moment this is committed: the webhook, written but not sent, goes
    out after the restart.
    """
    charge = Charge.objects.create(
        reference=ask.reference,
        amount_minor=ask.amount_minor,
        currency=ask.currency,
        notify_url=ask.notify_url,
        captured_at=clock.now(),
    )
    crashing = Control.objects.filter(pk=1, crash_after_charge=True).update(crash_after_charge=False)
    if crashing:
        transaction.on_commit(lambda: os._exit(CRASH_EXIT_CODE))
    silence = clock.real() + CRASH_SILENCE_SECONDS if crashing else 0
    webhooks.tell(ask.notify_url, "charge.captured", shown(charge), not_before=silence)
    return charge


def decline(ask: Ask) -> None:
    """Tell the merchant that the buyer's bank said no; nothing is charged; inside a transaction."""
    data = {"reference": ask.reference, "amount_minor": ask.amount_minor, "currency": ask.currency}
    webhooks.tell(ask.notify_url, "charge.declined", data)


def promise_late(ask: Ask) -> None:
    """Begin a payment that is charged 25 hours from now by the sandbox's clock; one for each reference."""
    LateCharge.objects.get_or_create(
        reference=ask.reference,
        done=False,
        defaults={
            "amount_minor": ask.amount_minor,
            "currency": ask.currency,
            "notify_url": ask.notify_url,
            "due_at": clock.now() + LATE,
        },
    )


def charge_late(reference: str) -> None:
    """Charge the late payment of `reference` now; refuses with 422 when there is none; inside a transaction."""
    late = LateCharge.objects.filter(reference=reference, done=False).first()
    if late is None:
        raise Refused(fields.UNPROCESSABLE, f"No late payment waits under the reference {reference}.")
    _finish(late)


def charge_due() -> int:
    """Charge every late payment whose time has come; answers how many."""
    due = LateCharge.objects.filter(done=False, due_at__lte=clock.now())
    if not due.exists():
        return 0
    with transaction.atomic():
        found = list(due)
        for late in found:
            _finish(late)
    return len(found)


def _finish(late: LateCharge) -> None:
    """Take a late payment once."""
    late.done = True
    late.save(update_fields=["done"])
    take(Ask(late.reference, late.amount_minor, late.currency, late.notify_url))
