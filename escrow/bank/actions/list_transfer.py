"""A refund or a payout is put onto the list of what operators send by hand. Called by the gateway alone."""

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from core import failpoints
from core.errors import DomainError
from escrow.bank.models import Arrival, Transfer
from escrow.bank.states import ArrivalState, TransferState
from escrow.payments.models import Payout, Refund

LISTED = failpoints.register("bank.list_transfer.after_commit", "list_transfer")

#: What left, or may leave.
_GONE = (TransferState.LISTED, TransferState.DONE)


def list_refund(refund: Refund) -> Transfer:
    """Back to the account its money came from. Listed twice is once.

    Refused: `arrival_unknown`, `number_unknown` (the statement named no account), `more_than_arrived`.
    """
    number = refund.capture.reference.removeprefix("A")
    with transaction.atomic(durable=True):
        # Of one arrival, refunds take turns: each sees what is listed before it.
        arrivals = Arrival.objects.select_for_update().filter(state=ArrivalState.BOOKED, transfer=None)
        arrival = arrivals.filter(pk=int(number)).first() if number.isdecimal() else None
        before = Transfer.objects.filter(reference=refund.sent_as).first()
        if before is None:
            before = _new_refund(refund, arrival)
    failpoints.reach(LISTED)
    return before


def _new_refund(refund: Refund, arrival: Arrival | None) -> Transfer:
    if arrival is None or arrival.currency != refund.currency:
        raise DomainError("arrival_unknown", _("This did not come from here."))
    if not arrival.payer_number:
        raise DomainError("number_unknown", _("The statement does not name the account it came from."))
    listed = arrival.refunds.filter(state__in=_GONE).aggregate(total=Sum("amount"))["total"] or 0
    if listed + refund.amount > arrival.amount:
        raise DomainError("more_than_arrived", _("No more can go back than came."))
    return Transfer.objects.create(
        kind="refund",
        reference=refund.sent_as,
        subject_id=refund.pk,
        arrival=arrival,
        holder=arrival.payer,
        number=arrival.payer_number,
        currency=refund.currency,
        amount=refund.amount,
        asked_at=refund.opened_at,
    )


def list_payout(payout: Payout) -> Transfer:
    """To the account its owner named. Listed twice is once."""
    account = payout.account
    with transaction.atomic(durable=True):
        transfer, _new = Transfer.objects.get_or_create(
            reference=payout.reference,
            defaults={
                "kind": "payout",
                "subject_id": payout.pk,
                "holder": account.holder,
                "bank": account.bank,
                "number": account.number,
                "currency": payout.currency,
                "amount": payout.amount,
                "asked_at": payout.opened_at,
            },
        )
    failpoints.reach(LISTED)
    return transfer
