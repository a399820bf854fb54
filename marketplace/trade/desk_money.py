"""Money that waits for operators, whichever way they work; what of it is whose own, and what has gone unanswered."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from escrow.bank.models import Arrival, Transfer
from escrow.bank.states import ArrivalState, TransferState
from escrow.payments.actions.ask import unanswered_payouts, unanswered_refunds
from escrow.payments.models import Capture, Decision, Payout, Refund
from escrow.payments.states import Agreement, PayoutState, RefundState, Verdict
from marketplace.orders.models import Order
from marketplace.trade.of_others import of_others

#: At most so many of each kind are shown that nobody answers for.
SHOWN = 100


def suspense() -> QuerySet[Capture]:
    """Captures from nobody we know that still wait, whole or in part."""
    return Capture.objects.filter(verdict=Verdict.UNKNOWN, returned__lt=F("amount"))


def rejected_refunds() -> QuerySet[Refund]:
    """Refunds the provider would not carry out."""
    return Refund.objects.filter(state=RefundState.REJECTED)


def order_of(refund: Refund) -> Order | None:
    """The order a refund gives the money of back; none when it never was for one."""
    return Order.objects.select_related("shop").filter(hold=refund.hold_id).first()


def arrivals() -> QuerySet[Arrival]:
    """Lines of the bank statement, with who entered and matched them and the transfer that came back by them."""
    return Arrival.objects.select_related("entered_by", "matched_by", "transfer")


def waiting_arrivals() -> QuerySet[Arrival]:
    """Those that want a second operator."""
    return arrivals().filter(state=ArrivalState.ENTERED)


def transfers() -> QuerySet[Transfer]:
    """Money that operators have to send from the bank."""
    return Transfer.objects.filter(state=TransferState.LISTED)


def ended_transfers() -> QuerySet[Transfer]:
    """Those that were carried out, refused or came back."""
    return Transfer.objects.exclude(state=TransferState.LISTED)


def large_payouts() -> QuerySet[Payout]:
    """Payouts that two operators must agree on before they are sent."""
    return Payout.objects.filter(state=PayoutState.REQUESTED, agreement=Agreement.NEEDED)


def waiting_decisions() -> QuerySet[Decision]:
    """Proposals that want a second operator."""
    return Decision.objects.filter(decided_at=None)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One sum on its way, a `refund` or a `payout`: what the provider knows it by, which provider, since when, and how
    much (minor units).
    """

    sent_as: str
    provider: str
    kind: str
    what: str
    opened_at: datetime
    amount: int
    currency: str


def unanswered(now: datetime, operator_id: int) -> list[Unanswered]:
    """What of others has been under way for more than three days without a word, longest first. Two queries."""
    late = of_others(unanswered_refunds(now), operator_id)
    refunds = late.select_related("capture").order_by("opened_at", "pk")[:SHOWN]
    payouts = of_others(unanswered_payouts(now), operator_id).order_by("opened_at", "pk")[:SHOWN]
    to_buyer, to_bank = ("refund", _("Refund to a buyer")), ("payout", _("Payout to a bank"))
    rows = [
        Unanswered(row.sent_as, row.capture.gateway, *to_buyer, row.opened_at, row.amount, row.currency)
        for row in refunds
    ]
    rows += [
        Unanswered(row.reference, row.gateway, *to_bank, row.opened_at, row.amount, row.currency) for row in payouts
    ]
    return sorted(rows, key=lambda row: row.opened_at)
