"""What a basket would cost now, shop by shop, and what stands in its way. Read for the pages and again for placing."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext

from core.money import MAX_MINOR, Money
from core.reading import Lookup, Shape, relate
from marketplace.catalog.models import Listing, ListingState, Shop, Sku
from marketplace.coupons.codes import Typed
from marketplace.orders.charges import Part, parts_of, shipping_of, total_of
from marketplace.orders.discounts import Discounts, Priced, discounts_of
from marketplace.orders.models import Basket, ChargeType

_SKU = Shape(Sku, "s")
_SHOP = Shape(
    Shop,
    "h",
    *("id", "owner_id", "name", "second_name", "slug", "currency", "shipping_price", "free_above", "ship_promise"),
)
_LISTING = Shape(Listing, "g", "id", "shop_id", "title", "second_title", "state")
_LINES = Lookup(
    "read_basket_lines",
    [_SKU, _LISTING, _SHOP],
    [
        "l.quantity",
        "l.seen_price",
        """(SELECT p.small FROM catalog_photo p WHERE p.listing_id = g.id AND p.state = 'ready'
            ORDER BY p.position, p.id LIMIT 1)""",
        """EXISTS (SELECT FROM suspensions_suspension x
            WHERE x.subject_type = 'shop' AND x.subject_id = h.id AND x.lifted_at IS NULL)""",
    ],
    """
    FROM orders_basketline l JOIN catalog_sku s ON s.id = l.sku_id JOIN catalog_listing g ON g.id = s.listing_id
        JOIN catalog_shop h ON h.id = g.shop_id
    WHERE l.basket_id = $1 ORDER BY l.id
    """,
)


@dataclass(frozen=True)
class QuoteLine:
    """So many of one SKU at today's price. `problem` is the code of what keeps it from being bought, or empty."""

    sku: Sku
    quantity: int
    seen_price: int
    problem: str
    #: The stored name of the listing's first picture, small.
    picture: str

    @property
    def listing(self) -> Listing:
        return self.sku.listing

    @property
    def price(self) -> Money:
        return Money(self.sku.price, self.listing.shop.currency)

    @property
    def amount(self) -> Money:
        return self.price * self.quantity

    @property
    def price_before(self) -> Money | None:
        """The price the buyer saw when putting it in, when it is another one now."""
        return Money(self.seen_price, self.price.currency) if self.seen_price != self.sku.price else None

    @property
    def picture_url(self) -> str:
        """The address of the picture, or empty."""
        return default_storage.url(self.picture) if self.picture else ""

    @property
    def words(self) -> str:
        """What the problem is, in a sentence."""
        title = {"title": self.listing.title, "left": self.sku.stock}
        if self.problem == "sold_out":
            if self.sku.stock > 0:
                return gettext("Only %(left)s of “%(title)s” are left.") % title
            return gettext("“%(title)s” is sold out.") % title
        if self.problem == "own_goods":
            return gettext("“%(title)s” is from your own shop.") % title
        if self.problem == "shop_suspended":
            return gettext("The shop of “%(title)s” is suspended. Nothing is sold there for now.") % title
        return gettext("“%(title)s” is no longer for sale.") % title if self.problem else ""


@dataclass(frozen=True)
class QuoteOrder:
    """What would become one order: the lines of one shop that can be bought, and their charges."""

    shop: Shop
    lines: tuple[QuoteLine, ...]
    parts: tuple[Part, ...]

    def _sum(self, kind: ChargeType) -> Money:
        return Money(sum(part.amount for part in self.parts if part.type == kind), self.shop.currency)

    @property
    def goods(self) -> Money:
        return self._sum(ChargeType.GOODS)

    @property
    def shipping(self) -> Money:
        return self._sum(ChargeType.SHIPPING)

    @property
    def seller_discount(self) -> Money:
        """What the shop takes off: below zero, or nothing."""
        return self._sum(ChargeType.SELLER_DISCOUNT)

    @property
    def platform_discount(self) -> Money:
        """What the platform takes off: below zero, or nothing."""
        return self._sum(ChargeType.PLATFORM_DISCOUNT)

    @property
    def held(self) -> Money:
        """What is kept for the shop: what the buyer pays, and what the platform adds."""
        return self.total - self.platform_discount

    @property
    def total(self) -> Money:
        return Money(total_of(self.parts), self.shop.currency)

    @property
    def to_free_shipping(self) -> Money | None:
        """How much more of goods makes sending free; None when it is free or never is."""
        if self.shop.free_above is None or not self.shipping:
            return None
        return Money(self.shop.free_above, self.shop.currency) - self.goods


@dataclass(frozen=True)
class Quote:
    """A basket at today's prices. `token` names exactly what was shown: another price is another token; `undiscounted`
    is that of the same basket without its coupons.
    """

    version: int
    orders: tuple[QuoteOrder, ...] = field(default=())
    discounts: Discounts = field(default=Discounts())
    undiscounted: str = ""

    @property
    def lines(self) -> list[QuoteLine]:
        return [line for order in self.orders for line in order.lines]

    @property
    def problems(self) -> list[QuoteLine]:
        return [line for line in self.lines if line.problem]

    @property
    def currencies(self) -> set[str]:
        return {order.shop.currency for order in self.orders}

    @property
    def count(self) -> int:
        """How many pieces."""
        return sum(line.quantity for line in self.lines)

    @property
    def total(self) -> Money | None:
        """What all of it costs; None when there is nothing, or the shops do not share a currency."""
        if len(self.currencies) != 1:
            return None
        (currency,) = self.currencies
        return Money(sum(order.total.minor for order in self.orders), currency)

    @property
    def platform_discount(self) -> Money | None:
        """What the platform takes off all orders: below zero, or None."""
        off = sum(order.platform_discount.minor for order in self.orders)
        return Money(off, next(iter(self.currencies))) if off else None

    @property
    def is_payable(self) -> bool:
        """Whether it can be bought as it is."""
        total = self.total
        return total is not None and not self.problems and 0 < total.minor <= MAX_MINOR

    @cached_property
    def token(self) -> str:
        shown = [
            [line.sku.id, line.quantity, line.sku.price, line.problem] for order in self.orders for line in order.lines
        ]
        prices: list[object] = [[order.shop.id, order.shop.currency, order.total.minor] for order in self.orders]
        prices += [[off.coupon.pk, off.amount] for off in self.discounts.offs]
        return hashlib.sha256(json.dumps([shown, prices]).encode()).hexdigest()[:32]


def quote_of(basket: Basket, typed: Typed | None = None) -> Quote:
    """Today's quote, with the coupons that were `typed`. One query, and one for coupons."""
    by_shop: dict[int, list[QuoteLine]] = {}
    for row in _LINES.all(basket.pk):
        line = _line(row, basket.owner_id)
        by_shop.setdefault(line.listing.shop_id, []).append(line)
    quote = Quote(basket.version, tuple(_order(rows, Discounts()) for rows in by_shop.values()))
    if typed is None or not typed.codes:
        return quote
    priced = [Priced(order.shop, order.goods.minor, order.shipping.minor) for order in quote.orders if order.parts]
    found = discounts_of(typed, priced, buyer_id=basket.owner_id)
    orders = tuple(_order(order.lines, found) for order in quote.orders)
    return Quote(basket.version, orders, found, quote.token)


def _line(row: Sequence[Any], buyer_id: int | None) -> QuoteLine:
    sku, listing, shop, quantity, seen_price, picture, suspended = row
    relate(listing, "shop", shop)
    relate(sku, "listing", listing)
    problem = ""
    if listing.state != ListingState.LIVE or sku.withdrawn:
        problem = "not_for_sale"
    elif buyer_id is not None and shop.owner_id == buyer_id:
        problem = "own_goods"
    elif suspended:
        problem = "shop_suspended"
    elif sku.stock < quantity:
        problem = "sold_out"
    return QuoteLine(sku, quantity, seen_price, problem, picture or "")


def _order(lines: Sequence[QuoteLine], discounts: Discounts) -> QuoteOrder:
    shop = lines[0].listing.shop
    amounts = [line.amount.minor for line in lines if not line.problem]
    shipping = shipping_of(sum(amounts), price=shop.shipping_price, free_above=shop.free_above)
    off = {
        "seller_discount": discounts.of(shop, promotion=False),
        "platform_discount": discounts.of(shop, promotion=True),
    }
    parts = parts_of(amounts, shipping=shipping, **off) if amounts else []
    return QuoteOrder(shop, tuple(lines), tuple(parts))
