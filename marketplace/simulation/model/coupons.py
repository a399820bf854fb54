"""Coupons: what a code takes off, and how often, for whom and until how much. What was never paid gives it back."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from marketplace.simulation.failure import Disagreement
from marketplace.simulation.model.sharing import shared

#: What the goods of a shop cost, and sending them, by shop.
Parts = Mapping[int, tuple[int, int]]


@dataclass(slots=True)
class Use:
    """One checkout took a coupon; `shares` is what it took off each shop's goods, by shop."""

    buyer: int
    day: Hashable
    shares: dict[int, int]

    @property
    def amount(self) -> int:
        return sum(self.shares.values())


@dataclass(slots=True, kw_only=True)
class Coupon:
    """A code of a shop, or of the platform (`shop` 0). None is no limit."""

    code: str
    shop: int = 0
    amount: int | None = None
    percent: int | None = None
    at_most: int | None = None
    least: int = 0
    uses_at_most: int | None = None
    day_at_most: int | None = None
    once_each: bool = True
    budget: int | None = None
    #: For a second operator.
    waits: bool = False
    #: By payment.
    uses: dict[int, Use] = field(default_factory=dict)

    @property
    def spent(self) -> int:
        return sum(use.amount for use in self.uses.values())

    def off(self, goods: int) -> int:
        """What it takes off goods worth so much."""
        off = goods * (self.percent or 0) // 100 if self.amount is None else self.amount
        return min(off, goods) if self.at_most is None else min(off, goods, self.at_most)

    def allows(self, new: Use) -> bool:
        """Whether one more use is within every limit."""
        uses = self.uses.values()
        return (
            (self.uses_at_most is None or len(uses) < self.uses_at_most)
            and (self.day_at_most is None or sum(use.day == new.day for use in uses) < self.day_at_most)
            and (not self.once_each or all(use.buyer != new.buyer for use in uses))
            and (self.budget is None or self.spent + new.amount <= self.budget)
        )


#: What a checkout takes of coupons, by code.
Taking = dict[str, Use]


class Coupons:
    """All there are, by code, in the order in which they were made."""

    def __init__(self) -> None:
        self.by_code: dict[str, Coupon] = {}
        self.waiting: dict[int, Coupon] = {}

    def made(self, number: int, coupon: Coupon) -> None:
        """There is another one; it may wait."""
        if coupon.waits:
            self.waiting[number] = coupon
        else:
            self.by_code[coupon.code] = coupon

    def agreed(self, number: int) -> None:
        """It counts from now on. Raises Disagreement when it did not wait."""
        coupon = self.waiting.pop(number, None)
        if coupon is None:
            raise Disagreement("wrong order of acts", f"promotion {number} did not wait")
        self.by_code[coupon.code] = coupon

    def counting(self, codes: Sequence[str], buyer: int, day: Hashable, parts: Parts) -> Taking:
        """What the codes come to that count: each shop's own first, the platform's off what they leave."""
        taken: Taking = {}
        known = [self.by_code[code] for code in codes]
        for coupon in sorted(known, key=lambda one: (one.shop == 0, one.shop)):
            about = {shop: part for shop, part in parts.items() if coupon.shop in (0, shop)}
            use = Use(buyer, day, self._shares(coupon, about, taken))
            enough = sum(goods for goods, _shipping in about.values()) >= coupon.least
            if use.amount and enough and coupon.allows(use):
                taken[coupon.code] = use
        return taken

    def _shares(self, coupon: Coupon, about: Parts, taken: Taking) -> dict[int, int]:
        """Something is left to pay of each order."""
        left = {
            shop: goods - sum(use.shares.get(shop, 0) for use in taken.values())
            for shop, (goods, _shipping) in about.items()
        }
        rooms = {shop: left[shop] - (0 if about[shop][1] else 1) for shop in about}
        amount = min(coupon.off(sum(left.values())), sum(rooms.values()))
        if amount <= 0:
            return {}
        return {shop: part for shop, part in zip(rooms, shared(amount, [*rooms.values()]), strict=True) if part}

    def take(self, payment: int, taking: Taking) -> None:
        """A checkout was placed with them. Raises Disagreement when one counts no longer."""
        for code, use in taking.items():
            if not self.by_code[code].allows(use):
                raise Disagreement("coupon beyond its limits", f"{code} was taken by payment {payment}")
            self.by_code[code].uses[payment] = use

    def give_back(self, payment: int, shop: int) -> None:
        """An order of a checkout will not be paid; with its last one the use is given back."""
        for coupon in self.by_code.values():
            use = coupon.uses.get(payment)
            if use is not None and use.shares.pop(shop, 0) and not use.shares:
                del coupon.uses[payment]

    def off(self, taking: Taking, shop: int, *, platform: bool) -> int:
        """What the shop's own, or the platform's, takes off the goods of the shop."""
        return sum(
            use.shares.get(shop, 0) for code, use in taking.items() if (self.by_code[code].shop == 0) is platform
        )
