"""Who would get what, to the minor unit: shown before a ruling is given, and the same computation as in the books."""

from escrow.models import Hold
from escrow.states import HoldState
from escrow.terms import Back, Division, divide, divide_after


def preview(hold: Hold, back: Back) -> Division:
    """The final division of what is left of `hold` when `back` goes to the buyer, in minor units: held still, or
    released, when fee and seller have it already and keep the rest.

    buyer + promotions + seller + fee + tax = what is left. Raises `Invalid` or `DomainError` back_too_much.
    """
    back.check(hold)
    if hold.state == HoldState.HELD:
        return divide(hold, back)
    taken = divide_after(hold, back)
    fee, tax = hold.fee - taken.fee, hold.tax - hold.tax_back - taken.tax
    return Division(taken.buyer, taken.promotions, hold.left - back.total - fee - tax, fee, tax)
