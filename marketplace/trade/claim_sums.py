"""What a request comes to before it is made: who would get what, by the same computation as in the books."""

from dataclasses import dataclass

from core.money import Money
from escrow.terms import divide_back
from marketplace.claims.asking import Asked
from marketplace.claims.dividing import back_of
from marketplace.claims.models import Reason
from marketplace.claims.sums import read_asked
from marketplace.orders.models import Order


@dataclass(frozen=True, slots=True)
class Sum:
    """`asked` of the order; `discount` of it is the platform's own and goes back there; `back` goes to the buyer;
    `rest` stays held.
    """

    asked: Money
    discount: Money
    back: Money
    rest: Money


def sum_of(order: Order, asked: Asked, *, reason: str, shipped: bool) -> Sum:
    """What `asked` comes to. Raises as `read_asked` does."""
    fields = read_asked(order, asked, reason=reason or Reason.OTHER, shipped=shipped)
    hold = order.hold
    back = back_of(hold, goods=fields["goods"], other=fields["other"], postage=fields["postage"])
    parts = divide_back(hold, back)
    amounts = (back.total, parts.promotions, parts.buyer, hold.left - back.total)
    return Sum(*(Money(minor, hold.currency) for minor in amounts))
