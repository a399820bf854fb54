"""What of a provider's report we know already: looked up at once, so that only what is new is taken in, row by row.

One statement for each kind of row. What differs from what we know counts as new: whoever takes it in says why not.
"""

from collections.abc import Iterator

from escrow.payments.models import Capture, Chargeback, Payout, Refund
from escrow.payments.providers.protocol import (
    Charge,
    ChargebackNews,
    News,
    PayoutNews,
    Progress,
    RefundNews,
    Report,
)
from escrow.payments.reconcile import PAYOUT_ENDS, REFUND_ENDS
from escrow.payments.states import PayoutState, RefundState


def new_in(report: Report, gateway: str) -> Iterator[News]:
    """The rows that would have an effect, or be refused, in the report's order."""
    yield from _charges(report.charges, gateway)
    yield from _refunds(report.refunds, gateway)
    yield from _payouts(report.payouts, gateway)
    yield from _chargebacks(report.chargebacks, gateway)


def _charges(rows: tuple[Charge, ...], gateway: str) -> Iterator[News]:
    found = Capture.objects.filter(gateway=gateway, reference__in=[row.reference for row in rows])
    ours = set(found.values_list("reference", "amount", "currency"))
    yield from (row for row in rows if (row.reference, row.amount, row.currency) not in ours)


def _refunds(rows: tuple[RefundNews, ...], gateway: str) -> Iterator[News]:
    tried = [row.reference.partition(".") for row in rows]
    found = Refund.objects.filter(capture__gateway=gateway, reference__in=[reference for reference, *_try in tried])
    ours = {refund.reference: refund for refund in found}
    for row, (reference, _dot, number) in zip(rows, tried, strict=True):
        refund = ours.get(reference)
        if refund is not None and row.reference != refund.sent_as and _try(number) <= refund.tries:
            continue  # Of an earlier try than the last nothing is heard any more.
        if refund is None or not _is_same(row, refund, REFUND_ENDS.get(RefundState(refund.state), frozenset())):
            yield row


def _try(number: str) -> int:
    return int(number) if number.isdecimal() else 1


def _payouts(rows: tuple[PayoutNews, ...], gateway: str) -> Iterator[News]:
    found = Payout.objects.filter(gateway=gateway, reference__in=[row.reference for row in rows])
    ours = {payout.reference: payout for payout in found}
    for row in rows:
        payout = ours.get(row.reference)
        if payout is None or not _is_same(row, payout, PAYOUT_ENDS.get(PayoutState(payout.state), frozenset())):
            yield row


def _is_same(row: RefundNews | PayoutNews, ours: Refund | Payout, ends: frozenset[Progress]) -> bool:
    same = (row.amount, row.currency) == (ours.amount, ours.currency)
    return same and (row.answer.progress is Progress.PENDING or row.answer.progress in ends)


def _chargebacks(rows: tuple[ChargebackNews, ...], gateway: str) -> Iterator[News]:
    found = Chargeback.objects.filter(gateway=gateway, reference__in=[row.reference for row in rows])
    ours = {one.reference: one for one in found}
    for row in rows:
        one = ours.get(row.reference)
        if one is None or _differs(row, one) or row.outcome not in {"", one.state}:
            yield row


def _differs(row: ChargebackNews, ours: Chargeback) -> bool:
    return (row.amount, row.currency, row.fee) != (ours.amount, ours.currency, ours.fee)
