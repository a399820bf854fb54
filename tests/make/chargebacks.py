"""Disputed payments of the tests' orders, by the same acts as the site calls."""

from datetime import datetime, timedelta

from core.ids import new_id
from core.models import OutboxMessage
from escrow.payments.actions.chargebacks import lose_chargeback, record_chargeback, win_chargeback
from escrow.payments.models import Capture, Chargeback
from escrow.payments.states import Verdict
from marketplace.chargebacks.actions.dispute_orders import dispute_orders
from marketplace.chargebacks.actions.end_disputes import free_orders, take_shares
from marketplace.orders.models import Order
from tests.make.catalog import NOW


def recorded_chargeback(
    order: Order, *, amount: int | None = None, charge: Capture | None = None, now: datetime = NOW
) -> Chargeback:
    """The provider has told of it; nothing was done yet. `charge` is another than the one that paid the order."""
    charge = charge or Capture.objects.get(payment=order.checkout.payment, verdict=Verdict.GOOD)
    return record_chargeback(
        gateway=charge.gateway,
        reference=f"cb-{new_id()}",
        charge=charge.reference,
        amount=amount or charge.amount,
        currency=charge.currency,
        fee=1_500,
        reason="not recognised",
        evidence_due_at=now + timedelta(days=7),
        now=now,
    )


def chargeback(
    order: Order, *, amount: int | None = None, charge: Capture | None = None, now: datetime = NOW
) -> Chargeback:
    """A disputed payment whose orders are bound."""
    made = recorded_chargeback(order, amount=amount, charge=charge, now=now)
    dispute_orders(made.pk, now=now)
    return _heard(made, now)


def won(made: Chargeback, *, now: datetime = NOW) -> Chargeback:
    win_chargeback(made.pk, now=now)
    free_orders(made.pk, now=now)
    return _heard(made, now)


def lost(made: Chargeback, *, now: datetime = NOW) -> Chargeback:
    lose_chargeback(made.pk, now=now)
    take_shares(made.pk, now=now)
    return _heard(made, now)


def _heard(made: Chargeback, now: datetime) -> Chargeback:
    OutboxMessage.objects.filter(topic__startswith="chargeback.", delivered_at=None).update(delivered_at=now)
    return Chargeback.objects.get(pk=made.pk)
