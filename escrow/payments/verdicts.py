"""What a charge is worth to the payment it was made for. A pure rule: the first line that fits decides."""

from escrow.payments.models import Payment
from escrow.payments.states import PaymentState, Verdict


def judge(payment: Payment | None, *, amount: int, currency: str, paid_before: bool) -> Verdict:
    """`paid_before` says that a good capture of the payment exists. Only an equal amount and currency is good."""
    if payment is None:
        return Verdict.UNKNOWN
    if currency != payment.currency:
        return Verdict.FOREIGN
    if paid_before or payment.state == PaymentState.PAID:
        return Verdict.SECOND
    if payment.state == PaymentState.VOID:
        return Verdict.LATE
    if amount != payment.amount:
        return Verdict.SHORT if amount < payment.amount else Verdict.OVER
    return Verdict.GOOD
