"""What an order costs, as typed charges: goods (a line each), shipping, discounts (split over the lines), tax.

Amounts are minor units, signed: a discount is negative. The buyer pays their sum.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.money import split_by_weight
from escrow.terms import Terms
from marketplace.orders.models import ChargeType


@dataclass(frozen=True, slots=True)
class Part:
    """One charge before it is stored. `line` is the position of its order line, None for what belongs to all."""

    type: ChargeType
    amount: int
    line: int | None = None


def shipping_of(goods: int, *, price: int, free_above: int | None) -> int:
    """What a shop asks for sending goods worth `goods`: nothing from `free_above` on."""
    return 0 if free_above is not None and goods >= free_above else price


def parts_of(
    goods: Sequence[int], *, shipping: int, seller_discount: int = 0, platform_discount: int = 0, tax: int = 0
) -> list[Part]:
    """The charges of an order whose lines cost `goods`. Discounts are split by the largest remainder, so that every
    line knows its own share when it is given back, the platform's over what the shop's leaves. Charges of 0 are left
    out, except for sending ("free").
    """
    parts = [Part(ChargeType.GOODS, amount, line) for line, amount in enumerate(goods)]
    parts.append(Part(ChargeType.SHIPPING, shipping))
    left = list(goods)
    for kind, total in (
        (ChargeType.SELLER_DISCOUNT, seller_discount),
        (ChargeType.PLATFORM_DISCOUNT, platform_discount),
    ):
        if total:
            shares = split_by_weight(total, left)
            parts += [Part(kind, -share, line) for line, share in enumerate(shares) if share]
            left = [price - share for price, share in zip(left, shares, strict=True)]
    if tax:
        parts.append(Part(ChargeType.TAX, tax))
    return parts


def total_of(parts: Iterable[Part]) -> int:
    """What the buyer pays."""
    return sum(part.amount for part in parts)


def terms_of(parts: Sequence[Part], *, currency: str, fee_rate: int) -> Terms:
    """What is agreed about the money: the platform's discount enters the hold too, the fee is on goods less the
    shop's own discount.
    """

    def sum_of(*kinds: ChargeType) -> int:
        return sum(part.amount for part in parts if part.type in kinds)

    discount = -sum_of(ChargeType.PLATFORM_DISCOUNT)
    return Terms(
        currency=currency,
        amount=total_of(parts) + discount,
        discount=discount,
        fee_base=sum_of(ChargeType.GOODS, ChargeType.SELLER_DISCOUNT),
        tax=sum_of(ChargeType.TAX),
        fee_rate=fee_rate,
    )
