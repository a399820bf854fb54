"""What a listing's page offers: its choices, what is chosen, and what that costs with sending."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.http import QueryDict

from core.money import Money
from marketplace.catalog.models import Listing, Sku

#: The list of quantities is as long as this; whoever wants more changes it in the basket.
MOST_AT_ONCE = 20


class Choice(NamedTuple):
    """One SKU and what a piece of it costs."""

    sku: Sku
    price: Money


@dataclass(frozen=True, slots=True)
class Offer:
    """The chosen SKU and quantity, and the sum a buyer would pay for them alone."""

    skus: Sequence[Sku]
    chosen: Sku
    quantity: int
    goods: Money
    sending: Money

    @property
    def total(self) -> Money:
        return self.goods + self.sending

    @property
    def choices(self) -> list[Choice]:
        return [Choice(sku, Money(sku.price, self.goods.currency)) for sku in self.skus]

    @property
    def quantities(self) -> range:
        return range(1, min(max(self.chosen.stock, self.quantity), MOST_AT_ONCE) + 1)

    @property
    def sold_out(self) -> bool:
        return not any(sku.stock for sku in self.skus)

    @property
    def has_choice(self) -> bool:
        return len(self.skus) > 1


def offer(listing: Listing, skus: Sequence[Sku], query: QueryDict) -> Offer:
    """Read `sku` and `quantity` from the address; what makes no sense becomes the first choice and one piece."""
    chosen = _chosen(skus, query.get("sku", ""))
    quantity = min(_number(query.get("quantity", "")), max(chosen.stock, 1), MOST_AT_ONCE)
    shop = listing.shop
    goods = Money(chosen.price * quantity, shop.currency)
    free = shop.free_above is not None and goods.minor >= shop.free_above
    return Offer(skus, chosen, quantity, goods, Money(0 if free else shop.shipping_price, shop.currency))


def _chosen(skus: Sequence[Sku], text: str) -> Sku:
    asked = next((sku for sku in skus if str(sku.pk) == text), None)
    return asked or next((sku for sku in skus if sku.stock), skus[0])


def _number(text: str) -> int:
    """A small whole number above 0."""
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 4 else 1  # noqa: PLR2004 digits
