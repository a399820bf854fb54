"""Captures, refunds and payouts against the provider's own list: an invariant of the site, while the provider answers.

What is on its way is no difference: a charge of the last two hours (the provider is asked about open payments at
least hourly), a refund or payout that is still being asked about.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from escrow.invariants import SHOWN, Broken
from escrow.payments import gateways
from escrow.payments.models import Capture, Payout, Refund
from escrow.payments.providers.protocol import Charge, GatewayError, PayoutNews, Progress, RefundNews, Report
from escrow.payments.states import PayoutState, RefundState

NAMES = ("captures_refunds_and_payouts_are_the_providers",)

#: How far back the lists are compared.
WINDOW = timedelta(days=7)

#: Their list is asked for from so long before: their clock is not ours, and what we opened just after the window began
#: may stand just before it with them.
CLOCKS_APART = timedelta(days=1)

#: How long a charge may take to be recorded when its webhook is lost.
RECORDED_WITHIN = timedelta(hours=2)

#: How a refund or payout that has ended here may stand with its provider.
REFUND_ENDS = {
    RefundState.SUCCEEDED: frozenset({Progress.DONE}),
    RefundState.REJECTED: frozenset({Progress.REFUSED, Progress.RETURNED}),
    RefundState.TO_BANK: frozenset({Progress.REFUSED, Progress.RETURNED}),
}
PAYOUT_ENDS = {
    PayoutState.PAID: frozenset({Progress.DONE}),
    PayoutState.RETURNED: frozenset({Progress.REFUSED, Progress.RETURNED}),
}


def check_all(now: datetime) -> list[Broken]:
    """The first differences of each provider's last seven days. A provider that does not answer is passed over."""
    found: list[str] = []
    for name in gateways.known():
        try:
            found += _lasting(name, now)
        except GatewayError:
            continue
    return [Broken(NAMES[0], tuple(found[:SHOWN]))] if found else []


def _lasting(name: str, now: datetime) -> list[str]:
    """What differs at two looks: their list is read before our rows, and much may move in between."""
    since, gateway = now - WINDOW, gateways.get(name)
    found = differences(name, gateway.report(since - CLOCKS_APART), since=since, now=now)
    if not found:
        return []
    again = differences(name, gateway.report(since - CLOCKS_APART), since=since, now=now)
    return [difference for difference in found if difference in again]


def differences(gateway: str, report: Report, *, since: datetime, now: datetime) -> list[str]:
    """What the provider's report and our rows since then do not agree on, in words for the desk."""
    return [
        *_charges(gateway, report.charges, since, now),
        *_refunds(gateway, report.refunds, since),
        *_payouts(gateway, report.payouts, since),
    ]


def _charges(gateway: str, charges: tuple[Charge, ...], since: datetime, now: datetime) -> Iterator[str]:
    theirs = {charge.reference: charge for charge in charges}
    ours = {
        capture.reference: capture for capture in Capture.objects.filter(gateway=gateway, reference__in=list(theirs))
    }
    for reference, charge in theirs.items():
        capture = ours.get(reference)
        if capture is None:
            if charge.captured_at < now - RECORDED_WITHIN:
                yield f"charge {reference} of {gateway} is not recorded"
        elif (capture.amount, capture.currency) != (charge.amount, charge.currency):
            yield f"capture {capture.pk}: {capture.amount} {capture.currency}, {charge.amount} {charge.currency} there"
    recorded = Capture.objects.filter(gateway=gateway, captured_at__gte=since).exclude(reference__in=list(theirs))
    for capture in recorded.order_by("pk")[:SHOWN]:
        yield f"capture {capture.pk} is not known to {gateway}"


def _refunds(gateway: str, rows: tuple[RefundNews, ...], since: datetime) -> Iterator[str]:
    theirs = {row.reference: row for row in rows}
    plain = {reference.partition(".")[0] for reference in theirs}
    ours = {
        refund.sent_as: refund for refund in Refund.objects.filter(reference__in=list(plain), capture__gateway=gateway)
    }
    known = {refund.reference for refund in ours.values()}
    for reference, row in theirs.items():
        if reference.partition(".")[0] not in known:
            yield f"refund {reference} of {gateway} was never asked for"
        elif (refund := ours.get(reference)) is not None:
            yield from _refund(refund, row)
    done = Refund.objects.filter(capture__gateway=gateway, state=RefundState.SUCCEEDED, opened_at__gte=since)
    for refund in done.iterator():
        if refund.sent_as not in theirs:
            yield f"refund {refund.pk} is not known to {gateway}"


def _refund(refund: Refund, row: RefundNews) -> Iterator[str]:
    if (refund.amount, refund.currency) != (row.amount, row.currency):
        yield f"refund {refund.pk}: {refund.amount} {refund.currency}, {row.amount} {row.currency} there"
    expected = REFUND_ENDS.get(RefundState(refund.state))
    if expected is not None and row.answer.progress not in expected:
        yield f"refund {refund.pk} is {refund.state}, {row.answer.progress} there"


def _payouts(gateway: str, rows: tuple[PayoutNews, ...], since: datetime) -> Iterator[str]:
    theirs = {row.reference: row for row in rows}
    ours = {payout.reference: payout for payout in Payout.objects.filter(gateway=gateway, reference__in=list(theirs))}
    for reference, row in theirs.items():
        payout = ours.get(reference)
        if payout is None:
            yield f"payout {reference} of {gateway} was never asked for"
            continue
        if (payout.amount, payout.currency) != (row.amount, row.currency):
            yield f"payout {payout.pk}: {payout.amount} {payout.currency}, {row.amount} {row.currency} there"
        expected = PAYOUT_ENDS.get(PayoutState(payout.state))
        if expected is not None and row.answer.progress not in expected:
            yield f"payout {payout.pk} is {payout.state}, {row.answer.progress} there"
    done = Payout.objects.filter(gateway=gateway, state=PayoutState.PAID, opened_at__gte=since)
    for payout in done.exclude(reference__in=list(theirs)).order_by("pk")[:SHOWN]:
        yield f"payout {payout.pk} is not known to {gateway}"
