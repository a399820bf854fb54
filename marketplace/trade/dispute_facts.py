"""What is known about the dispute of an order's payment at its provider: read with the order's other facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from core.money import Money
from escrow.payments.models import Chargeback
from escrow.payments.states import ChargebackState, Verdict
from marketplace.orders.models import Order

#: What came twice, late or short paid no order: whoever disputes that disputes none of them.
_PAID = Chargeback.objects.filter(capture__verdict=Verdict.GOOD)
#: Of several disputes of one payment, which one counts: what weighs most, of those the latest.
_WEIGHT = {ChargebackState.LOST: 1, ChargebackState.OPEN: 2}


@dataclass(frozen=True, slots=True)
class Dispute:
    """The chargeback of an order's payment that counts now: one that is open, else the latest that was lost, else the
    latest. It may be about several orders; `took` says whether any dispute of the payment was lost.
    """

    chargeback: Chargeback
    took: bool

    @property
    def is_open(self) -> bool:
        return self.chargeback.state == ChargebackState.OPEN

    @property
    def is_lost(self) -> bool:
        return self.chargeback.state == ChargebackState.LOST

    @property
    def amount(self) -> Money:
        """What the bank took, of all orders together."""
        return Money(self.chargeback.amount, self.chargeback.currency)

    @property
    def due_at(self) -> datetime:
        """Until when the provider takes in evidence."""
        return self.chargeback.evidence_due_at


def with_dispute(orders: QuerySet[Order]) -> QuerySet[Order]:
    """The orders, each with whether the charge that paid it was ever disputed, in the same query."""
    return orders.annotate(disputed=Exists(_PAID.filter(capture__payment=OuterRef("checkout__payment"))))


def disputes_of(orders: Iterable[Order]) -> dict[int, Dispute]:
    """By order, of those read by `with_dispute`. One query when one of them was disputed, else none."""
    asked = {order.checkout.payment_id for order in orders if getattr(order, "disputed", True)}
    if not asked:
        return {}
    rows = _PAID.filter(capture__payment__in=asked).select_related("capture").order_by("opened_at", "pk")
    lost = {row.capture.payment_id for row in rows if row.state == ChargebackState.LOST}
    counts = {
        row.capture.payment_id: Dispute(row, row.capture.payment_id in lost)
        for row in sorted(rows, key=lambda row: _WEIGHT.get(ChargebackState(row.state), 0))
    }
    return {order.pk: counts[order.checkout.payment_id] for order in orders if order.checkout.payment_id in counts}
