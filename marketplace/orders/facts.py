"""The names under which orders leave facts: audit actions (subject "order") and outbox topics. Ids and amounts only.

| fact | audit action, and its data | outbox topic, and its payload besides `order` |
|---|---|---|
| placed | placed: {} | order.placed: payment |
| its hold was funded | paid: {} | order.paid |
| its money came after it was closed | - | (capture.returned) |
| goes somewhere else | address_changed: {} | - |
| the seller packs | packed: {} | order.packed |
| handed to a carrier | shipped: {} | order.shipped (and shipment.made: shipment, to tell the carrier) |
| the carrier delivered | delivered: {at} | order.delivered |
| the carrier lost it, or it came back | parcel_lost, parcel_returned: {at} | order.parcel_lost, order.parcel_returned |
| on its way again | handed_over_again: {at} | order.handed_over_again |
| the window is longer | extended: {seconds, due_at} | order.extended: by (role), seconds |
| the buyer confirmed | confirmed: {} | (hold.released) |
| the window passed | window_passed: {} | (hold.released) |
| cancelled | cancelled: {by} | order.cancelled: by (role), paid (bool) |
| not paid in time | closed_unpaid: {} | order.closed_unpaid |
| the promise to ship passed | promise_passed: {} | order.promise_passed |
| never shipped | never_shipped: {} | order.never_shipped |
| lost and not handed over again | parcel_refunded: {} | order.parcel_refunded |
| reminders | - | order.pay_soon, order.ship_soon, order.release_soon: left (seconds) |
"""

from datetime import datetime
from typing import Any

from core.actor import Actor
from core.effects import Audit, Effects, Message, Subject
from marketplace.orders.models import Order


def subject(order: Order) -> Subject:
    """The order as the subject of a deadline or an audit row."""
    return Subject("order", order.id, order.shop_id)


def hold_subject(order: Order) -> Subject:
    """The order's hold as the subject of a deadline."""
    return Subject("hold", order.hold_id, order.shop_id)


def audit(order: Order, action: str, actor: Actor, **data: Any) -> Effects:
    """An audit row about the order."""
    return Effects(audits=(Audit(subject(order), action, actor, data),))


def message(order: Order, topic: str, *, once: str = "", **payload: Any) -> Effects:
    """An outbox message about the order. `once` tells apart facts that may happen more than once to one order."""
    key = f"{topic}:{order.id}:{once}" if once else f"{topic}:{order.id}"
    return Effects(messages=(Message(order.shop_id, key, topic, {"order": order.id, **payload}),))


def moment(at: datetime) -> str:
    """A moment as JSON keeps it (ISO 8601)."""
    return at.isoformat()
