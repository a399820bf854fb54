"""Either side ends an order before its goods are on their way. Everything that was paid goes back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import words
from core.actor import Actor, Role
from core.acts import act
from core.errors import DomainError, Invalid
from escrow.actions.refund import refund_hold
from escrow.states import HoldState
from escrow.terms import Back
from marketplace.catalog.actions import stock
from marketplace.orders import facts, promises
from marketplace.orders.actions.close_unpaid import close_if_last, give_back, void
from marketplace.orders.locks import lock_order, lock_payment_of, quantities
from marketplace.orders.models import ClosedBy, Order
from marketplace.orders.refusals import packed_until, require_unshipped


@act("cancel_order", of="orders")
def cancel_order(order_id: int, *, now: datetime, actor: Actor, reason: str = "") -> Order:
    """Cancel for whoever `actor` is: the buyer (free until packing began, and again once the promise has passed) or the
    seller (any time before shipping, with a reason).

    Refused: `being_packed` (and told from when), `shipped`, `order_ended`, `frozen`; `Invalid` for a missing reason.
    """
    by_seller = actor.role == Role.SELLER
    reason = words.line(reason, field="reason", at_most=200)
    if by_seller and not reason:
        raise Invalid("reason_missing", _("Tell the buyer why."), field="reason")
    payment = lock_payment_of(order_id)
    order = lock_order(order_id)
    closed_by = ClosedBy.SELLER if by_seller else ClosedBy.BUYER
    paid = order.hold.state != HoldState.AWAITING_PAYMENT
    told = facts.audit(order, "cancelled", actor, by=actor.role.value)
    told += facts.message(order, "order.cancelled", by=actor.role.value, paid=paid)
    if not paid:
        give_back([order], now=now)
        void(order, closed_by, actor, told, now=now, reason=reason)
        close_if_last(payment, actor, now=now)
    else:
        require_unshipped(order)
        if not by_seller:
            _refuse_while_packed(order, now)
        stock.release_reserved(quantities(order))
        Order.objects.filter(pk=order.pk).update(closed_at=now, closed_by=closed_by, closed_reason=reason)
        refund_hold(
            order.hold_id,
            Back.all_of(order.hold),
            reason=f"cancelled_by_{actor.role.value}",
            now=now,
            actor=actor,
            effects=told + promises.end(order),
        )
    return lock_order(order_id)


def _refuse_while_packed(order: Order, now: datetime) -> None:
    if order.packed_at is None:
        return
    if order.hold.funded_at is None:
        raise DomainError("not_paid", _("This order has not been paid."))
    promise = promises.promise_now(order, order.hold.funded_at)
    if now < promise:
        raise packed_until(promise)
