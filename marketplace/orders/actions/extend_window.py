"""Deadline 4a: more time to look at the goods. The buyer takes it once; the seller may give some at any time."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects
from core.actor import Actor, Role
from core.acts import act
from core.deadlines import running
from core.errors import DomainError, Invalid
from escrow.models import Hold
from marketplace.orders import facts, promises
from marketplace.orders.locks import lock_hold, lock_order
from marketplace.orders.models import Order
from marketplace.orders.refusals import require_held


@act("extend_window", of="orders")
def extend_window(order_id: int, *, now: datetime, actor: Actor, seconds: int | None = None) -> datetime:
    """Let the inspection window end later, never past the provider's cap on holding; answers the new end.

    The buyer's is the policy's and given once; `seconds` is the seller's choice among the policy's. Refused:
    `not_paid`, `order_ended`, `frozen`, `no_window`, `extended_before`, `custody_limit`; `Invalid` for another length.
    """
    order = lock_order(order_id)
    hold = lock_hold(order)
    order.hold = hold
    require_held(order)
    by = _length(order, actor, seconds)
    due = _extended(order, hold, by, now)
    order.extended_by += by
    if actor.role == Role.BUYER:
        order.extended_at = now
    order.save(update_fields=["extended_by", "extended_at"])
    told = facts.audit(order, "extended", actor, seconds=by, due_at=facts.moment(due))
    told += facts.message(order, "order.extended", once=facts.moment(now), by=actor.role.value, seconds=by)
    effects.write(told + promises.inspect_until(order, due, now), now=now)
    return due


def _length(order: Order, actor: Actor, seconds: int | None) -> int:
    policy = promises.of(order)
    if actor.role == Role.BUYER:
        if order.extended_at is not None:
            raise DomainError("extended_before", _("You have had your extra days."))
        return policy.buyer_extension
    if seconds not in policy.seller_extensions:
        raise Invalid("extension_length", _("Choose one of the lengths offered."), field="seconds")
    return seconds


def _extended(order: Order, hold: Hold, by: int, now: datetime) -> datetime:
    """The end after `by` seconds more. The hold is locked, as the sweep that releases locks it with its deadline.

    A window that has passed and waits for proof of notice is counted from `now`: time that is over is no gift.
    """
    deadline = running().filter(subject_type="hold", subject_id=hold.pk, kind="release").first()
    if deadline is None:
        raise DomainError("no_window", _("No clock is running that could be moved."))
    due = min(max(deadline.due_at, now) + promises.seconds(by), promises.cap_at(order, hold))
    if due <= deadline.due_at:
        raise DomainError("custody_limit", _("The money cannot be held any longer than that."))
    return due
