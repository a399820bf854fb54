"""From sums that people name to what the books give back. Nothing here decides; what does not fit is refused."""

from django.utils.translation import gettext_lazy as _

from core.actor import Role
from core.errors import Invalid
from escrow.models import Hold
from escrow.terms import Back, divide_back
from marketplace.claims.models import Sums


def tax_with(hold: Hold, goods: int) -> int:
    """The tax that returns with so much of the goods: cumulated over refunds, so that the last one takes the rest."""
    if not hold.fee_base:
        return 0
    return hold.tax * (hold.goods_back + goods) // hold.fee_base - hold.tax_back


def back_of(hold: Hold, *, goods: int, other: int, postage: int = 0) -> Back:
    """What is given back for `goods` and `other`, with their tax, and for the `postage` the seller bears.

    The postage is taken from what is left of the other parts first, then of the goods; it gives back no tax. Raises
    `Invalid` when a sum is negative, `DomainError` back_too_much when it is more than is left.
    """
    base = Back(goods, other, tax_with(hold, goods) if goods >= 0 else 0)
    base.check(hold)
    if postage < 0:
        raise Invalid("back_negative", _("An amount given back cannot be negative."), field="postage")
    left = Back.all_of(hold)
    from_other = min(postage, left.other - other)
    back = Back(goods + postage - from_other, other + from_other, base.tax)
    back.check(hold)
    return back


def back_for(hold: Hold, sums: Sums) -> Back:
    """As `back_of`, for what a claim, an offer or a ruling says."""
    return back_of(hold, goods=sums.goods, other=sums.other, postage=sums.postage)


def to_buyer(hold: Hold, sums: Sums) -> int:
    """What of it reaches the buyer, minor units: the platform's own discount goes back to the platform."""
    return divide_back(hold, back_for(hold, sums)).buyer


def postage_of(by: str, amount: int, *, default: Role, wish: str) -> tuple[str, int]:
    """Who pays for sending back, and the sum named for it. Without a return there is none.

    Raises `Invalid` for somebody who is neither side, and for a sum that is not the seller's to pay.
    """
    by = by or (default.value if wish == "return" else "")
    if by not in {"", Role.BUYER.value, Role.SELLER.value}:
        raise Invalid("postage_unreadable", _("Say who pays for sending back."), field="postage_by")
    if amount and by != Role.SELLER:
        raise Invalid(
            "postage_not_due", _("A sum for sending back is named only where the shop pays it."), field="postage"
        )
    return by, amount
