"""A good capture came for a checkout: decide about each of its orders by itself."""

import logging
from datetime import datetime

from django.db import transaction

from core import effects, failpoints
from core.actor import PROVIDER
from core.effects import Effects, Subject
from core.errors import DomainError
from escrow.actions.fund import fund_hold
from escrow.payments.actions.record_capture import return_share
from escrow.payments.models import Capture
from escrow.payments.states import Verdict
from escrow.states import HoldState
from marketplace.orders import facts, promises
from marketplace.orders.models import Order

logger = logging.getLogger(__name__)

BETWEEN = failpoints.register("orders.accept_payment.between_orders", "accept_payment")


def accept_payment(capture_id: int, *, now: datetime) -> None:
    """Fund what still waits for its payment, send back the share of what was closed. May be called any number of times.

    Each order is one move of its own, and one that is refused does not hinder the others: its refusal is raised when
    all were decided, so that whoever called tries again, and the desk sees it at last.
    """
    capture = Capture.objects.select_related("payment").get(pk=capture_id)
    payment = capture.payment
    if payment is None or payment.purpose != "checkout" or capture.verdict != Verdict.GOOD:
        return
    orders = Order.objects.filter(checkout__payment=payment).select_related("hold", "shop").order_by("pk")
    refused: list[Exception] = []
    for order in orders:
        try:
            _decide(order, capture, now)
        except Exception as error:
            logger.exception("an order was not funded", extra={"order": order.pk, "capture": capture.pk})
            refused.append(error)
        failpoints.reach(BETWEEN)
    if refused:
        raise refused[0]
    with transaction.atomic():
        effects.write(promises.pay_no_more(Subject("payment", payment.pk, 0)), now=now)


def _decide(order: Order, capture: Capture, now: datetime) -> None:
    if order.hold.state == HoldState.AWAITING_PAYMENT:
        try:
            fund_hold(order.hold_id, capture_id=capture.pk, now=now, actor=PROVIDER, effects=_paid(order, now))
        except DomainError:
            order.hold.refresh_from_db()
            if order.hold.state == HoldState.AWAITING_PAYMENT:
                raise
    if order.hold.state == HoldState.VOID:
        return_share(capture.pk, order.hold.amount - order.hold.discount, hold_id=order.hold_id, now=now)


def _paid(order: Order, now: datetime) -> Effects:
    return promises.ship(order, now) + facts.audit(order, "paid", PROVIDER) + facts.message(order, "order.paid")
