"""Who would get what, to the minor unit: shown before a ruling is given, and the same computation as in the books."""

from escrow.models import Hold
from escrow.terms import Back, Division, divide


def preview(hold: Hold, back: Back) -> Division:
    """The final division of what `hold` keeps when `back` goes to the buyer, in minor units.

    buyer + promotions + seller + fee + tax = what remains. Raises `Invalid` or `DomainError` back_too_much.
    """
    back.check(hold)
    return divide(hold, back)
