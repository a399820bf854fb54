"""What a hold is opened on, and what a refund gives back. Amounts are minor units of the hold's currency."""

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from core.money import MAX_MINOR
from escrow.models import Hold

BASIS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`amount` enters the hold, `discount` of it from the platform, the rest from the buyer.

    `fee_base` is what the fee is computed on (goods less the seller's discount), `tax` what the site collects,
    `fee_rate` parts per 10,000. Raises `Invalid` when the parts do not fit.
    """

    currency: str
    amount: int
    discount: int = 0
    fee_base: int
    tax: int = 0
    fee_rate: int

    def __post_init__(self) -> None:
        fits = (
            0 < self.amount <= MAX_MINOR
            and 0 <= self.discount < self.amount
            and self.fee_base >= 0
            and self.tax >= 0
            and self.fee_base + self.tax <= self.amount
            and 0 <= self.fee_rate <= BASIS
        )
        if not fits:
            raise Invalid("terms_do_not_fit", _("The parts of the price do not add up."))

    @property
    def from_buyer(self) -> int:
        return self.amount - self.discount


class Back(NamedTuple):
    """What is given back of a hold: goods (as far as the fee is computed on them), other parts (shipping), tax."""

    goods: int = 0
    other: int = 0
    tax: int = 0

    @property
    def total(self) -> int:
        return self.goods + self.other + self.tax

    @classmethod
    def all_of(cls, hold: Hold) -> "Back":
        """Everything that was not given back yet: of a held hold all that remains, of a released one what the seller
        got, with fee and tax.
        """
        goods = hold.fee_base - hold.goods_back
        tax = hold.tax - hold.tax_back
        return cls(goods, hold.amount - hold.given_back - goods - tax, tax)

    def check(self, hold: Hold) -> None:
        """Raises DomainError when a part is negative or more than is left of it."""
        left = Back.all_of(hold)
        parts = ((self.goods, left.goods), (self.other, left.other), (self.tax, left.tax))
        if any(part < 0 for part, _rest in parts):
            raise Invalid("back_negative", _("An amount given back cannot be negative."))
        if any(part > rest for part, rest in parts):
            raise DomainError("back_too_much", _("That is more than is left."))


class Division(NamedTuple):
    """Where hold money goes: always buyer + promotions + seller + fee + tax = what is divided."""

    buyer: int
    promotions: int
    seller: int = 0
    fee: int = 0
    tax: int = 0


def divide_back(hold: Hold, back: Back) -> Division:
    """Buyer's and promotions' part of `back`."""
    total = back.total
    promotions = _promotions(hold, total)
    return Division(buyer=total - promotions, promotions=promotions)


def _promotions(hold: Hold, total: int) -> int:
    """The promotions' part of `total`: floor(D x back / H) of all that was given back, less what already went.

    The rounding is cumulated, so that many small refunds and one large one end alike.
    """
    return hold.discount * (hold.given_back + total) // hold.amount - hold.discount_back


def divide_after(hold: Hold, back: Back) -> Division:
    """Who bears `back` once the seller has been paid: the fee that is given back, the tax, and the seller the rest.

    The fee is computed anew on what the seller keeps, never as a share of the old one.
    """
    first = divide_back(hold, back)
    fee = hold.fee - fee_of(hold, hold.goods_back + back.goods)
    return Division(
        buyer=first.buyer, promotions=first.promotions, seller=back.total - fee - back.tax, fee=fee, tax=back.tax
    )


def fee_of(hold: Hold, goods_back: int) -> int:
    """floor(rate x what the seller keeps of the goods)."""
    return hold.fee_rate * (hold.fee_base - goods_back) // BASIS


def divide(hold: Hold, back: Back) -> Division:
    """The final division of what remains: `back` to the buyer, the rest to the seller less fee and tax."""
    total = back.total
    promotions = _promotions(hold, total)
    fee = fee_of(hold, hold.goods_back + back.goods)
    tax = hold.tax - hold.tax_back - back.tax
    seller = hold.remaining - total - fee - tax
    return Division(buyer=total - promotions, promotions=promotions, seller=seller, fee=fee, tax=tax)
