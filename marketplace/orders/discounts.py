"""What typed codes take off a basket: a coupon off the goods of its own shop, a promotion off all goods, shared out.

The buyer always pays something for each order: a discount leaves its last minor unit when sending is free.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.errors import DomainError
from core.money import split_by_weight
from core.reading import Lookup, Shape
from marketplace.catalog.models import Shop
from marketplace.coupons import rules
from marketplace.coupons.codes import Typed
from marketplace.coupons.models import Coupon
from marketplace.coupons.rules import Taken

_COUPON = Shape(Coupon, "c")
#: Today's uses by all, and whether this buyer took it; promotions come last: they take off what the shops leave.
_COUPONS = Lookup(
    "read_coupons",
    [_COUPON],
    [
        "(SELECT count(*) FROM orders_couponuse u WHERE u.coupon_id = c.id AND u.day = $4 AND u.given_back_at IS NULL)",
        """EXISTS (SELECT FROM orders_couponuse u
            WHERE u.coupon_id = c.id AND u.buyer_id = $3 AND u.given_back_at IS NULL)""",
    ],
    """
    FROM coupons_coupon c WHERE c.code = ANY ($1::text[]) AND (c.shop_id IS NULL OR c.shop_id = ANY ($2::bigint[]))
    ORDER BY c.shop_id NULLS LAST, c.id
    """,
)


@dataclass(frozen=True, slots=True)
class Priced:
    """What the goods of one shop cost, and sending them, before anything is taken off."""

    shop: Shop
    goods: int
    shipping: int


@dataclass(frozen=True, slots=True)
class Off:
    """A coupon that counts, and what it takes off each shop's goods, by the shop's id."""

    coupon: Coupon
    shares: Mapping[int, int]

    @property
    def amount(self) -> int:
        return sum(self.shares.values())


@dataclass(frozen=True, slots=True)
class Discounts:
    """What counts of the codes that were typed, and why the others do not."""

    offs: Sequence[Off] = ()
    refused: Sequence[DomainError] = ()

    def of(self, shop: Shop, *, promotion: bool) -> int:
        """What the shop's own coupon, or a promotion, takes off its goods."""
        return sum(off.shares.get(shop.pk, 0) for off in self.offs if (off.coupon.shop_id is None) is promotion)

    @property
    def promotion(self) -> Coupon | None:
        """The one that takes from the host's money."""
        return next((off.coupon for off in self.offs if off.coupon.shop_id is None), None)


def discounts_of(typed: Typed, parts: Sequence[Priced], *, buyer_id: int | None) -> Discounts:
    """What the codes come to. One query."""
    offs: list[Off] = []
    refused: dict[str, DomainError] = {}
    for coupon, taken in _read(typed, parts, buyer_id):
        about = [part for part in parts if coupon.shop_id in {None, part.shop.pk}]
        off = _shared(coupon, about, offs)
        problem = _problem(off, taken, about, offs, at=typed.at)
        if problem is None:
            offs.append(off)
        else:
            refused.setdefault(coupon.code, problem)
    counting = {off.coupon.code for off in offs}
    unknown = [code for code in typed.codes if code not in counting and code not in refused]
    return Discounts(tuple(offs), (*refused.values(), *map(rules.unknown, unknown)))


def _read(typed: Typed, parts: Sequence[Priced], buyer_id: int | None) -> Iterator[tuple[Coupon, Taken]]:
    shops = [part.shop.pk for part in parts]
    rows = _COUPONS.all(list(typed.codes), shops, buyer_id, rules.day_of(typed.at))
    for coupon, today, by_them in rows:
        yield coupon, Taken(today, by_them)


def _shared(coupon: Coupon, about: Sequence[Priced], offs: Sequence[Off]) -> Off:
    """What it takes off what the coupons before it left, each shop's share by the largest remainder."""
    left = {part.shop.pk: part.goods - _taken_off(offs, part.shop.pk) for part in about}
    rooms = {part.shop.pk: left[part.shop.pk] - (not part.shipping) for part in about}
    amount = min(coupon.off(sum(left.values())), sum(rooms.values()))
    if amount <= 0:
        return Off(coupon, {})
    shares = split_by_weight(amount, list(rooms.values()))
    return Off(coupon, {shop: share for shop, share in zip(rooms, shares, strict=True) if share})


def _taken_off(offs: Sequence[Off], shop_id: int) -> int:
    return sum(off.shares.get(shop_id, 0) for off in offs)


def _problem(
    off: Off, taken: Taken, about: Sequence[Priced], before: Sequence[Off], *, at: datetime
) -> DomainError | None:
    coupon = off.coupon
    if any(other.coupon.shop_id == coupon.shop_id for other in before):
        return rules.one_too_many(coupon)
    if {part.shop.currency for part in about} != {coupon.currency}:
        return rules.unknown(coupon.code)
    problem = rules.refusal(coupon, taken, goods=sum(part.goods for part in about), at=at)
    if problem is None and not off.amount:
        return rules.unknown(coupon.code)
    if problem is None and coupon.budget is not None and coupon.spent + off.amount > coupon.budget:
        return rules.used_up(coupon.code)
    return problem
