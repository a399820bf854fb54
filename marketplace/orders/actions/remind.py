"""Reminders before a deadline bites, and the promise that passed. Each ends its deadline and tells whom it concerns."""

from datetime import datetime

from django.db import transaction

from core import deadlines, effects
from core.actor import SYSTEM
from core.deadlines import running
from core.effects import Effects
from core.models import Deadline
from escrow.payments.states import PaymentState
from escrow.states import HoldState
from marketplace.orders import facts
from marketplace.orders.locks import lock_order
from marketplace.orders.models import Checkout, Order


def remind_to_pay(deadline: Deadline, now: datetime) -> None:
    """The buyer has not paid and some hours are left. One message for the checkout, about its first order."""
    checkout = Checkout.objects.select_related("payment").get(payment_id=deadline.subject_id)
    first = Order.objects.filter(checkout=checkout, hold__state=HoldState.AWAITING_PAYMENT).order_by("pk").first()
    told = Effects()
    if first is not None and checkout.payment.state == PaymentState.AWAITING:
        told = _soon(first, "order.pay_soon", deadline.kind, checkout.payment.expires_at, now)
    _write(deadline, told, now)


def remind_to_ship(deadline: Deadline, now: datetime) -> None:
    """The seller promised to ship, and a day is left."""
    order = Order.objects.select_related("hold", "shop", "shipment").get(pk=deadline.subject_id)
    due = running().filter(subject_type="order", subject_id=order.pk, kind="ship_promise").first()
    told = Effects()
    if due is not None and _to_ship(order):
        told = _soon(order, "order.ship_soon", deadline.kind, due.due_at, now)
    _write(deadline, told, now)


def remind_of_release(deadline: Deadline, now: datetime) -> None:
    """The inspection window is about to end; what happens then is said again."""
    order = Order.objects.select_related("hold", "shop").get(pk=deadline.subject_id)
    due = running().filter(subject_type="hold", subject_id=order.hold_id, kind="release").first()
    told = Effects()
    if due is not None and order.hold.state == HoldState.HELD:
        told = _soon(order, "order.release_soon", deadline.kind, due.due_at, now)
    _write(deadline, told, now)


@transaction.atomic
def pass_promise(deadline: Deadline, now: datetime) -> None:
    """Deadline 2: the promise to ship has passed; from now on the buyer may cancel unasked, and both are told."""
    order = lock_order(deadline.subject_id)
    told = Effects()
    if _to_ship(order):
        told = facts.audit(order, "promise_passed", SYSTEM) + facts.message(order, "order.promise_passed")
    _write(deadline, told, now)


def _to_ship(order: Order) -> bool:
    return order.hold.state == HoldState.HELD and not hasattr(order, "shipment")


def _soon(order: Order, topic: str, kind: str, due_at: datetime, now: datetime) -> Effects:
    """Nothing is soon any more once it is due: the consequence itself is told."""
    left = int((due_at - now).total_seconds())
    if left <= 0:
        return Effects()
    return facts.message(order, topic, once=f"{kind}:{facts.moment(due_at)}", left=left)


@transaction.atomic
def _write(deadline: Deadline, told: Effects, now: datetime) -> None:
    """End this very deadline, and tell. Nobody is told when it was ended or paused since it was leased: what is open of
    its kind by then is another promise.
    """
    if deadlines.end(deadline, "passed", now=now):
        effects.write(told, now=now)
