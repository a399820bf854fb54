"""What a line of the statement is probably for: the payment it names, what booking it would do, and near misses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from escrow.bank import reading
from escrow.bank.models import Arrival, Transfer
from escrow.bank.states import TransferState
from escrow.bank.telling import SOURCE
from escrow.payments.models import Capture, Payment
from escrow.payments.states import PaymentState, Verdict
from escrow.payments.verdicts import judge

SHOWN = 5
_LOOKED_AT = 50
#: Payments older than this are not looked through for a slip of the pen, nor transfers for one that came back.
LOOKED_BACK = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Foreseen:
    """An arrival, the payment it names, and what it would be to that."""

    arrival: Arrival
    verdict: Verdict
    payment: Payment | None


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A payment an arrival may be meant for: its reference is `near` to what was written, or only the amount `fits`."""

    payment: Payment
    near: bool
    fits: bool


def foresee(arrivals: Sequence[Arrival]) -> list[Foreseen]:
    """What booking each of them now would make of it. Two queries."""
    claimed = {arrival.claimed for arrival in arrivals if arrival.claimed}
    payments = {one.reference: one for one in Payment.objects.filter(gateway=SOURCE, reference__in=claimed)}
    good = Capture.objects.filter(payment__in=payments.values(), verdict=Verdict.GOOD)
    paid = {capture.payment_id for capture in good if capture.payment_id}
    return [_foreseen(arrival, payments.get(arrival.claimed), paid) for arrival in arrivals]


def _foreseen(arrival: Arrival, payment: Payment | None, paid: set[int]) -> Foreseen:
    paid_before = payment is not None and payment.pk in paid
    verdict = judge(payment, amount=arrival.amount, currency=arrival.currency, paid_before=paid_before)
    return Foreseen(arrival, verdict, payment)


def near_misses(arrival: Arrival) -> list[NearMiss]:
    """At most five payments, those whose reference was written with one slip first. Two queries."""
    recent = Payment.objects.filter(gateway=SOURCE, opened_at__gte=arrival.entered_at - LOOKED_BACK)
    others = recent.exclude(reference=arrival.claimed).order_by("-opened_at")
    near = list(others.filter(reference__in=reading.slips_in(arrival.text))[:_LOOKED_AT])
    awaited = others.filter(state=PaymentState.AWAITING, amount=arrival.amount, currency=arrival.currency)
    rest = awaited.exclude(pk__in=[payment.pk for payment in near])[:SHOWN]
    misses = [NearMiss(payment, payment in near, _fits(payment, arrival)) for payment in (*near, *rest)]
    return sorted(misses, key=lambda miss: (not miss.near, not miss.fits))[:SHOWN]


def _fits(payment: Payment, arrival: Arrival) -> bool:
    return payment.state == PaymentState.AWAITING and (payment.amount, payment.currency) == (
        arrival.amount,
        arrival.currency,
    )


def came_back(arrival: Arrival) -> list[Transfer]:
    """What we sent in exactly this amount: one of them may have come back. One query."""
    recent = Transfer.objects.filter(state=TransferState.DONE, ended_at__gte=arrival.entered_at - LOOKED_BACK)
    return list(recent.filter(amount=arrival.amount, currency=arrival.currency).order_by("-ended_at")[:SHOWN])
