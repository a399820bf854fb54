"""The most that a form about a claim takes, and what of it is the buyer's where the platform paid a part."""

from django.utils.translation import get_language, gettext

from core.money import Money, format_money
from escrow.models import Hold
from escrow.terms import Back, divide_back
from marketplace.claims.dividing import back_of


def at_most(most: Money) -> str:
    """As a hint below a field."""
    return gettext("At most %(amount)s.") % {"amount": format_money(most, get_language() or "en")}


def for_offer(hold: Hold, *, goods: int = 0, other: int = 0, alone: bool = False) -> str:
    """The hint below a sum of an offer; with `alone` another one stands beside it."""
    words = gettext("At most %(amount)s. Of that, %(back)s would reach the buyer; the rest is our own discount.")
    if alone:
        words = gettext(
            "At most %(amount)s. Of that alone, %(back)s would reach the buyer; the rest is our own discount."
        )
    return _whose(hold, words, goods, other) or at_most(Money(goods + other, hold.currency))


def of_offer_together(hold: Hold) -> str:
    """What both sums of an offer come to, where the platform paid a part."""
    left = Back.all_of(hold)
    words = gettext(
        "Together at most %(amount)s. Of that, %(back)s would reach the buyer; the rest is our own discount."
    )
    return _whose(hold, words, left.goods, left.other) if left.goods and left.other else ""


def _whose(hold: Hold, words: str, goods: int, other: int) -> str:
    """The words with both sums; nothing where all of it is the buyer's."""
    back = back_of(hold, goods=goods, other=other)
    theirs = divide_back(hold, back).buyer
    if theirs == back.total:
        return ""
    sums = {"amount": goods + other, "back": theirs}
    language = get_language() or "en"
    return words % {name: format_money(Money(minor, hold.currency), language) for name, minor in sums.items()}
