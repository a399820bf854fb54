"""An order in every state that looks different, between one buyer and one shop."""

from collections.abc import Callable
from datetime import datetime, timedelta

from marketplace.catalog.models import Sku
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.close_unpaid import close_unpaid
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.actions.refund_lost_parcel import refund_lost_parcel
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make

Make = Callable[[User, Sku, datetime], Order]
DAY = timedelta(days=1)


def _plain(stage: str, *, ago: timedelta = timedelta(0)) -> Make:
    return lambda buyer, sku, now: getattr(make, f"{stage}_order")(buyer=buyer, sku=sku, now=now - ago)


def _extended(buyer: User, sku: Sku, now: datetime) -> Order:
    order = make.delivered_order(buyer=buyer, sku=sku, now=now - DAY)
    extend_window(order.pk, now=now, actor=make.buyer_of(order))
    return order


def _astray(kind: str, *, ago: timedelta = DAY) -> Make:
    def made(buyer: User, sku: Sku, now: datetime) -> Order:
        order = make.shipped_order(buyer=buyer, sku=sku, now=now - ago - DAY)
        record_parcel_event(order.shipment.pk, kind, now - ago, now=now - ago)
        return order

    return made


def _refunded(buyer: User, sku: Sku, now: datetime) -> Order:
    order = _astray("lost")(buyer, sku, now - 9 * DAY)
    assert refund_lost_parcel(order.pk, now=now)
    return order


def _completed(buyer: User, sku: Sku, now: datetime) -> Order:
    order = make.delivered_order(buyer=buyer, sku=sku, now=now - 9 * DAY)
    confirm_receipt(order.pk, now=now - 8 * DAY, actor=make.buyer_of(order))
    return order


def _cancelled(buyer: User, sku: Sku, now: datetime) -> Order:
    order = make.paid_order(buyer=buyer, sku=sku, now=now - DAY)
    cancel_order(order.pk, now=now, actor=make.seller_of(order), reason="The last cake was broken; I am sorry.")
    return order


def _unpaid_closed(buyer: User, sku: Sku, now: datetime) -> Order:
    order = make.placed_order(buyer=buyer, sku=sku, now=now - 2 * DAY)
    assert close_unpaid(order.checkout.payment_id, now=now - DAY)
    return order


STAGES: dict[str, Make] = {
    "placed": _plain("placed"),
    "to ship": _plain("paid"),
    "late": _plain("paid", ago=timedelta(days=3, hours=15)),
    "packed": _plain("packed"),
    "shipped": _plain("shipped"),
    "arrived": _plain("delivered"),
    "extended": _extended,
    "returned": _astray("returned"),
    "astray": _astray("lost", ago=12 * DAY),
    "refunded": _refunded,
    "completed": _completed,
    "cancelled": _cancelled,
    "closed unpaid": _unpaid_closed,
}
