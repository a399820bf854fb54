"""Payouts to bank accounts, finished in the background; the last four digits of a test account choose its fate."""

import datetime as dt
from typing import Final

from django.db import transaction

from escrow.sandbox import bell, clock, fields, webhooks
from escrow.sandbox.models import Control, Payout
from escrow.sandbox.refused import Refused

CONFLICT: Final = 409
ENDING_REFUSED: Final = "0001"
ENDING_RETURNED: Final = "0002"
ENDING_SILENT: Final = "0003"
RETURNED_AFTER: Final = dt.timedelta(days=2)
REFUSED: Final = "The bank does not know this account."
RETURNED: Final = "The bank sent the money back: the account is closed."


def shown(payout: Payout) -> dict[str, object]:
    """A payout as the API and webhooks show it; without the account."""
    return {
        "reference": payout.reference,
        "state": payout.state,
        "reason": payout.reason,
        "amount_minor": payout.amount_minor,
        "currency": payout.currency,
        "requested_at": payout.requested_at.isoformat(),
        "changed_at": payout.changed_at.isoformat(),
    }


def open_payout(body: fields.Body) -> Payout:
    """Accept a payout and leave the rest to the background; inside a transaction. A reference used before: 409."""
    account = fields.mapping(body, "account")
    reference = fields.reference(body)
    number = fields.text(account, "number", 64)
    if Payout.objects.filter(reference=reference).exists():
        raise Refused(CONFLICT, "A payout with this reference exists.")
    refusing = Control.objects.filter(pk=1, refuse_next_payout=True).update(refuse_next_payout=False)
    now = clock.now()
    transaction.on_commit(bell.ring)
    return Payout.objects.create(
        reference=reference,
        amount_minor=fields.amount(body),
        currency=fields.currency(body),
        notify_url=fields.address(body, "notify_url"),
        bank=fields.text(account, "bank"),
        holder=fields.text(account, "holder"),
        number=number,
        planned_reason=REFUSED if refusing or number.endswith(ENDING_REFUSED) else "",
        due=clock.real() + Control.current().settle_after_seconds,
        requested_at=now,
        changed_at=now,
    )


def finish_due() -> int:
    """Pay or refuse every pending payout whose time has come; answers how many."""
    due = Payout.objects.filter(state="pending", due__lte=clock.real())
    if not due.exists():
        return 0
    with transaction.atomic():
        found = list(due)
        for payout in found:
            _finish(payout)
    return len(found)


def return_due() -> int:
    """Send back every paid payout whose bank returns it by now; answers how many."""
    due = Payout.objects.filter(state="paid", return_at__lte=clock.now())
    if not due.exists():
        return 0
    with transaction.atomic():
        found = list(due)
        for payout in found:
            _change(payout, "returned", RETURNED)
    return len(found)


def return_now(reference: str) -> None:
    """Send this payout back at once, paid or pending; refuses with 422 for any other; inside a transaction."""
    payout = Payout.objects.filter(reference=reference, state__in=("pending", "paid")).first()
    if payout is None:
        raise Refused(fields.UNPROCESSABLE, f"No pending or paid payout has the reference {reference}.")
    _change(payout, "returned", RETURNED)


def _finish(payout: Payout) -> None:
    """Pay, or refuse with the planned reason; an account ending 0002 will be returned two days later."""
    if payout.planned_reason:
        _change(payout, "refused", payout.planned_reason)
        return
    if payout.number.endswith(ENDING_RETURNED):
        payout.return_at = clock.now() + RETURNED_AFTER
    _change(payout, "paid", "")


def _change(payout: Payout, state: str, reason: str) -> None:
    """Enter a state and tell the merchant, except about an account ending 0003: that one must be asked for."""
    payout.state = state
    payout.reason = reason
    payout.changed_at = clock.now()
    payout.save(update_fields=["state", "reason", "changed_at", "return_at"])
    if not payout.number.endswith(ENDING_SILENT):
        webhooks.tell(payout.notify_url, f"payout.{state}", shown(payout))
