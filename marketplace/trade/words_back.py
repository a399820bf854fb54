"""The words of an order that closed: nothing was paid, or the money is on its way back, or is back. Shown truly."""

from collections.abc import Callable
from datetime import datetime

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.actor import Role
from core.money import Money
from escrow.payments.states import RefundState
from marketplace.orders.models import ClosedBy
from marketplace.trade.claim_ends import how_it_ended, with_ours
from marketplace.trade.facts import UNDER_WAY, Facts
from marketplace.trade.phrases import amount, at, follow


def back_again(facts: Facts, reader: Role, now: datetime) -> tuple[str, SafeString]:
    """Title and sentence of a closed order for `reader`."""
    why = _why(facts, reader, now)
    if not facts.refunds:
        return _("Nothing was paid"), why
    return _title(facts, reader), with_ours(follow(why, _how_far(facts, reader, now)), facts)


def _title(facts: Facts, reader: Role) -> str:
    under_way = facts.under_way
    back = Money(facts.given_back.minor, facts.hold.currency)
    parts = {"amount": amount(back), "buyer": facts.order.buyer.name}
    if reader is Role.BUYER:
        words = _("{amount} is on its way back to you") if under_way else _("{amount} is back with you")
    elif reader is Role.SELLER:
        words = _("{amount} is on its way back to {buyer}") if under_way else _("{amount} went back to {buyer}")
    else:
        words = _("{amount} is being refunded") if under_way else _("{amount} was refunded")
    return words.format(**parts)


def _why(facts: Facts, reader: Role, now: datetime) -> SafeString:
    order = facts.order
    if order.closed_by == ClosedBy.CLAIM and (how := how_it_ended(facts, reader, now)):
        return how
    words = _REASONS.get((order.closed_by, reader)) or _REASONS.get((order.closed_by, None))
    template = words() if words else _("The order is closed since {when}.")
    parts = {
        "when": at(order.closed_at or facts.hold.ended_at or now, now),
        "shop": order.shop.shown_name,
        "buyer": order.buyer.name,
        # The sentence has a full stop of its own.
        "reason": order.closed_reason.rstrip(" .。"),
    }
    if order.closed_by == ClosedBy.SELLER and order.closed_reason:
        reason = _("Your reason: “{reason}”.") if reader is Role.SELLER else _("The shop’s reason: “{reason}”.")
        return follow(format_html(template, **parts), format_html(reason, **parts))
    return format_html(template, **parts)


#: Why an order closed, by who closed it and who reads; None for whoever is not named.
_REASONS: dict[tuple[str, Role | None], Callable[[], str]] = {
    (ClosedBy.BUYER, Role.BUYER): lambda: _("You cancelled on {when}."),
    (ClosedBy.BUYER, None): lambda: _("{buyer} cancelled on {when}."),
    (ClosedBy.SELLER, Role.SELLER): lambda: _("You cancelled on {when}."),
    (ClosedBy.SELLER, None): lambda: _("{shop} cancelled on {when}."),
    (ClosedBy.UNPAID, None): lambda: _("It was not paid in time and closed on {when}."),
    (ClosedBy.NEVER_SHIPPED, Role.SELLER): lambda: _("You never shipped it, so it was refunded by itself on {when}."),
    (ClosedBy.NEVER_SHIPPED, None): lambda: _("It never shipped, so it was refunded by itself on {when}."),
    (ClosedBy.CLAIM, None): lambda: _("A request for money back ended it on {when}."),
    (ClosedBy.CHARGEBACK, None): lambda: _("The buyer’s bank took the payment back on {when}."),
    (ClosedBy.LOST, None): lambda: _("The parcel was lost or came back, so it was refunded by itself on {when}."),
}


def _how_far(facts: Facts, reader: Role, now: datetime) -> SafeString:
    """How far the last refund has come; what is rejected comes first, for somebody must act."""
    states = {refund.state for refund in facts.refunds}
    last = facts.refunds[-1]
    mine = reader is Role.BUYER
    if RefundState.REJECTED in states:
        words = (
            _("Your way of paying refused it. It is not lost: name a bank account, and it goes there.")
            if mine
            else _("The buyer's way of paying refused it; the desk is looking for another way.")
        )
    elif RefundState.TO_BANK in states:
        words = _("It goes to a bank account instead, because the way it was paid refused it.")
    elif states & UNDER_WAY:
        words = (
            _("It leaves us now, the way you paid; we tell you when it has arrived.") if mine else _("It is under way.")
        )
    elif reader is Role.SELLER:
        words = _("No charge was taken.")
    else:
        words = _("The provider confirmed it on {when}.")
    return format_html(words, when=at(last.ended_at or last.opened_at, now))
