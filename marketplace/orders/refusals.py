"""Refusals that several acts on an order share, each in one sentence."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from escrow.states import ENDED, HoldState
from marketplace.orders.models import Order


def require_unshipped(order: Order) -> None:
    """Raises unless the order is paid and nothing has been sent: `not_paid`, `order_ended`, `frozen`, `shipped`."""
    require_held(order)
    if hasattr(order, "shipment"):
        raise shipped()


def shipped() -> DomainError:
    """Goods go off once."""
    return DomainError("shipped", _("This order has been shipped already."))


def require_held(order: Order) -> None:
    """Raises unless the order's money is held and free to move: `not_paid`, `order_ended`, `frozen`."""
    if order.hold.state == HoldState.AWAITING_PAYMENT:
        raise DomainError("not_paid", _("This order has not been paid."))
    if order.hold.state in ENDED:
        raise DomainError("order_ended", _("This order has ended already."))
    if order.hold.freeze_count:
        raise DomainError("frozen", _("The clock of this order is stopped until the open question is settled."))


def require_answered(order: Order) -> None:
    """Raises `claim_open` while the buyer's request waits: the shop answers it before it goes on."""
    if order.hold.freeze_count and order.hold.freezes.filter(cause="claim", lifted_at=None).exists():
        raise DomainError("claim_open", _("The buyer has asked for money back. Answer the request first."))


def packed_until(promise: datetime) -> DomainError:
    """The buyer cannot cancel between packing and the promise, and is told when."""
    return DomainError(
        "being_packed",
        _("The shop is packing this order. You can cancel from %(when)s if it has not been shipped by then."),
        {"when": date_format(localtime(promise), "DATETIME_FORMAT"), "at": promise.isoformat()},
    )
