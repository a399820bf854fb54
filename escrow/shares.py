"""What each hold of a payment owes of a chargeback, and how much of the hold that is. Amounts: minor units."""

from collections.abc import Iterable

from core.money import split_by_weight
from escrow.models import Hold
from escrow.terms import Back, divide_back


def shares_of(amount: int, holds: Iterable[Hold]) -> dict[int, int]:
    """Split `amount` over the holds that were funded, by what each received from the buyer and has not given back, with
    the largest remainder. What is beyond all of them is nobody's: the host's loss. Holds that owe nothing are left out.
    """
    owing = {hold.id: outstanding(hold) for hold in holds if hold.funded_at is not None and outstanding(hold) > 0}
    if not owing:
        return {}
    shares = split_by_weight(min(amount, sum(owing.values())), list(owing.values()))
    return {hold: share for hold, share in zip(owing, shares, strict=True) if share}


def outstanding(hold: Hold) -> int:
    """What the buyer paid for it and has not got back."""
    return hold.amount - hold.discount - (hold.given_back - hold.discount_back)


def back_for_share(hold: Hold, share: int) -> Back:
    """The smallest amount of the hold whose buyer's part is `share`, taken evenly from goods, other parts and tax; all
    that is left when the share is all that is outstanding, so that no minor unit of a promotion stays behind.

    `share` is at most what is outstanding. The buyer's part rises by 0 or 1 with each minor unit, so there is one.
    """
    if share == outstanding(hold):
        return Back.all_of(hold)
    low, high = share, share + hold.discount
    while low < high:
        middle = (low + high) // 2
        if divide_back(hold, Back(other=middle)).buyer < share:
            low = middle + 1
        else:
            high = middle
    left = Back.all_of(hold)
    return Back(*split_by_weight(low, [left.goods, left.other, left.tax]))
