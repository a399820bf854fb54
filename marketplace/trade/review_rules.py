"""When a side may review an order, until when, what follows, and what it may read of reviews.

Whether the other side has written while it is sealed makes no difference to anything here.
"""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext

from core.actor import Role
from marketplace.trade import times
from marketplace.trade.facts import Facts
from reviews import window


def until(facts: Facts, now: datetime) -> datetime | None:
    """When the window closes; None when it is closed, or never opens.

    The worker opens it a moment after the money has ended; whoever comes at once need not wait for that.
    """
    clock = (facts.deadlines or {}).get(window.KIND)
    if clock is not None:
        due = clock.due_at if clock.done_at is None else None
    elif window.can_be_reviewed(facts.order, promise=facts.promise):
        due = window.until(facts.order)
    else:
        due = None
    return due if due is not None and now < due else None


def may(role: Role) -> Callable[[Facts, datetime], bool]:
    """Whether that side may write: it has not, and the window is open."""
    return lambda facts, now: role not in facts.reviews.by and until(facts, now) is not None


def consequence(role: Role) -> Callable[[Facts, datetime], str]:
    """What follows from a review by that side, and from none."""

    def words(facts: Facts, now: datetime) -> str:
        due = until(facts, now)
        if due is None:
            return ""
        said = (
            gettext(
                "It stays sealed until %(shop)s has reviewed you as well, or until %(date)s. "
                "If you write nothing until then, there is no review."
            )
            if role is Role.BUYER
            else gettext(
                "It stays sealed until %(buyer)s has reviewed you as well, or until %(date)s. "
                "If you write nothing until then, there is no review."
            )
        )
        return said % {
            "shop": facts.order.shop.shown_name,
            "buyer": facts.order.buyer.name,
            "date": times.absolute(due, now),
        }

    return words


def link(facts: Facts, role: Role) -> str:
    """What that side can read about the order's reviews, in the words of a link; "" when there is nothing."""
    if facts.reviews.opened:
        return gettext("What was written about this order")
    return gettext("Your review, sealed for now") if role in facts.reviews.by else ""
