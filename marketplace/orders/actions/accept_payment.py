"""A good charge came for a checkout. Where all of its orders wait, as they mostly do, they are paid in the commit that
records it (`kept_at_once`). Otherwise it is recorded, and then each is decided by itself (`accept_payment`).
"""

import logging
from datetime import datetime

from core import effects, failpoints
from core.actor import PROVIDER
from core.effects import Effects, Subject
from core.errors import DomainError
from core.reading import Lookup, Shape
from escrow.actions.fund import Funding, fund_hold
from escrow.models import Hold
from escrow.payments.actions.return_share import return_share
from escrow.payments.models import Payment
from escrow.payments.paying import PaidFor
from escrow.reading import FUNDING
from escrow.states import HoldState
from marketplace.orders import facts, promises
from marketplace.orders.models import Order

logger = logging.getLogger(__name__)

BETWEEN = failpoints.register("orders.accept_payment.between_orders", "accept_payment")

_ORDER = Shape(Order, "o", "id", "shop_id", "placed_at", "policy_id")
_ORDERS = Lookup(
    "read_orders_paid",
    [_ORDER, *FUNDING],
    [
        """EXISTS (SELECT FROM core_deadline d WHERE d.subject_type = 'payment' AND d.subject_id = p.id
            AND d.kind IN ('pay', 'remind_pay') AND d.done_at IS NULL)"""
    ],
    """
    FROM payments_capture c JOIN payments_payment p ON p.id = c.payment_id AND p.purpose = 'checkout'
        JOIN orders_checkout k ON k.payment_id = p.id JOIN orders_order o ON o.checkout_id = k.id
        JOIN escrow_hold h ON h.id = o.hold_id
    WHERE c.id = $1 AND c.verdict = 'good' ORDER BY o.id
    """,
)

#: More orders than these are accepted one by one: a commit of them all would keep others waiting.
AT_ONCE = 50

_OF_ORDER = Shape(Order, "o", "id", "shop_id", "policy_id")
_OF_HOLD = Shape(Hold, "h", "id", "book_id", "state", "currency", "amount", "discount", "freeze_count", "version")
_OF_PAYMENT = Lookup(
    "read_orders_of_payment",
    [_OF_ORDER, _OF_HOLD],
    [],
    f"""
    FROM orders_checkout k JOIN orders_order o ON o.checkout_id = k.id JOIN escrow_hold h ON h.id = o.hold_id
    WHERE k.payment_id = $1 ORDER BY o.id LIMIT {AT_ONCE + 1}
    """,
)


def kept_at_once(payment: Payment, now: datetime) -> PaidFor | None:
    """What the books are told with a good charge: the payment's orders, and what is said of each when it is paid."""
    rows = _OF_PAYMENT.all(payment.pk) if payment.purpose == "checkout" else []
    if not 0 < len(rows) <= AT_ONCE:
        return None
    return PaidFor([(hold, _when_paid(order, now)) for order, hold in rows], _pay_no_more(payment.pk))


def accept_payment(capture_id: int, *, now: datetime) -> list[Order]:
    """Fund what still waits for its payment, send back the share of what was closed; answers the orders it was about.

    May be called any number of times. Each order is one move of its own, and one that is refused does not hinder the
    others: its refusal is raised when all were decided, so that whoever called tries again, and the desk sees it at
    last. What was promised about paying ends with the last of them.
    """
    rows = _ORDERS.all(capture_id)
    asked = False
    refused: list[Exception] = []
    orders: list[Order] = []
    told = False
    for number, row in enumerate(rows, start=1):
        order, *known, asked = row
        orders.append(order)
        besides = _pay_no_more(known[2].pk) if number == len(rows) and not refused else Effects()
        try:
            told = _decide(order, (known[0], known[1], known[2]), besides, now)
        except Exception as error:
            logger.exception("an order was not funded", extra={"order": order.pk, "capture": capture_id})
            refused.append(error)
        failpoints.reach(BETWEEN)
    if refused:
        raise refused[0]
    if asked and not told:
        effects.write(_pay_no_more(known[2].pk), now=now)
    return orders


def _decide(order: Order, known: Funding, besides: Effects, now: datetime) -> bool:
    """Whether it is funded now, and `besides` with it."""
    hold, capture, _payment = known
    if hold.state == HoldState.AWAITING_PAYMENT:
        told = _when_paid(order, now) + besides
        try:
            fund_hold(hold.pk, capture_id=capture.pk, now=now, actor=PROVIDER, effects=told, known=known)
        except DomainError:
            hold.refresh_from_db()
            if hold.state == HoldState.AWAITING_PAYMENT:
                raise
        else:
            return True
    if hold.state == HoldState.VOID:
        return_share(capture.pk, hold.amount - hold.discount, hold_id=hold.pk, now=now)
    return False


def _when_paid(order: Order, now: datetime) -> Effects:
    return promises.ship(order, now) + facts.audit(order, "paid", PROVIDER) + facts.message(order, "order.paid")


def _pay_no_more(payment_id: int) -> Effects:
    return promises.pay_no_more(Subject("payment", payment_id, 0))
