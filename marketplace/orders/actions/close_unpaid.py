"""Deadline 1: nobody paid. The orders close, the stock returns."""

from datetime import datetime

from core import effects
from core.actor import SYSTEM, Actor
from core.acts import act
from core.effects import Effects, Subject
from escrow.actions.void import void_hold
from escrow.payments.actions.close_payment import close_payment
from escrow.payments.models import Payment
from escrow.payments.states import PaymentState, Verdict
from escrow.states import HoldState
from marketplace.catalog.actions import stock
from marketplace.orders import facts, promises
from marketplace.orders.actions.give_back_coupons import give_back_coupons
from marketplace.orders.locks import lock_order, quantities
from marketplace.orders.models import ClosedBy, Order


@act("close_unpaid", of="orders")
def close_unpaid(payment_id: int, *, now: datetime) -> bool:
    """Close every order of a payment that never came. False when it came, or was closed before: then nothing happens.

    The payment's lock decides against a capture: whichever is first.
    """
    payment = Payment.objects.select_for_update().get(pk=payment_id)
    if _has_come(payment):
        effects.write(promises.pay_no_more(Subject("payment", payment.pk, 0), "moot"), now=now)
        return False
    ids = Order.objects.filter(checkout__payment=payment).order_by("pk").values_list("pk", flat=True)
    orders = [order for order in map(lock_order, list(ids)) if order.hold.state == HoldState.AWAITING_PAYMENT]
    give_back(orders, now=now)
    for order in orders:
        void(
            order,
            ClosedBy.UNPAID,
            SYSTEM,
            facts.audit(order, "closed_unpaid", SYSTEM) + facts.message(order, "order.closed_unpaid"),
            now=now,
        )
    close_payment(payment.pk, now=now, actor=SYSTEM)
    return True


def _has_come(payment: Payment) -> bool:
    return payment.state != PaymentState.AWAITING or payment.captures.filter(verdict=Verdict.GOOD).exists()


def close_if_last(payment: Payment, actor: Actor, *, now: datetime) -> None:
    """Wait no longer for a payment, locked by the caller, when its last order is closed: what comes then is too late.

    Nothing happens when it came meanwhile; each share then goes back by itself.
    """
    waiting = Order.objects.filter(checkout__payment=payment, hold__state=HoldState.AWAITING_PAYMENT)
    if not waiting.exists() and not _has_come(payment):
        close_payment(payment.pk, now=now, actor=actor)


def give_back(orders: list[Order], *, now: datetime) -> None:
    """What unpaid orders of one payment took goes back: coupons can be used again, goods be bought, all SKUs
    in one ascending sweep.
    """
    give_back_coupons(orders, now=now)
    back: dict[int, int] = {}
    for order in orders:
        for sku, quantity in quantities(order).items():
            back[sku] = back.get(sku, 0) + quantity
    if back:
        stock.release_reserved(back)


def void(order: Order, by: ClosedBy, actor: Actor, told: Effects, *, now: datetime, reason: str = "") -> None:
    """Close one unpaid order, locked by the caller together with its payment; its stock has been given back."""
    Order.objects.filter(pk=order.pk).update(closed_at=now, closed_by=by, closed_reason=reason)
    void_hold(order.hold_id, now=now, actor=actor, effects=told + promises.end(order, "moot"))
