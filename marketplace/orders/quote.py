"""What a basket would cost now, shop by shop, and what stands in its way. Read for the pages and again for placing."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch
from django.utils.translation import gettext

from core.money import MAX_MINOR, Money
from marketplace.catalog.models import Listing, ListingState, Photo, PhotoState, Shop, Sku
from marketplace.orders.charges import Part, parts_of, shipping_of, total_of
from marketplace.orders.models import Basket, BasketLine, ChargeType
from marketplace.suspensions.models import Kind
from marketplace.suspensions.queries import suspended


@dataclass(frozen=True)
class QuoteLine:
    """So many of one SKU at today's price. `problem` is the code of what keeps it from being bought, or empty."""

    sku: Sku
    quantity: int
    seen_price: int
    problem: str

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
    def photo(self) -> Photo | None:
        """The picture shown beside it."""
        return next(iter(self.listing.photos.all()), None)

    @property
    def picture(self) -> str:
        """The stored name of the small picture."""
        return (self.photo.small.name or "") if self.photo else ""

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

    @property
    def goods(self) -> Money:
        return Money(sum(p.amount for p in self.parts if p.type == ChargeType.GOODS), self.shop.currency)

    @property
    def shipping(self) -> Money:
        return Money(sum(p.amount for p in self.parts if p.type == ChargeType.SHIPPING), self.shop.currency)

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
    """A basket at today's prices. `token` names exactly what was shown: another price is another token."""

    version: int
    orders: tuple[QuoteOrder, ...] = field(default=())

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
    def is_payable(self) -> bool:
        """Whether it can be bought as it is."""
        total = self.total
        return total is not None and not self.problems and 0 < total.minor <= MAX_MINOR

    @cached_property
    def token(self) -> str:
        shown = [
            [line.sku.pk, line.quantity, line.sku.price, line.problem] for order in self.orders for line in order.lines
        ]
        prices = [[order.shop.pk, order.shop.currency, order.total.minor] for order in self.orders]
        return hashlib.sha256(json.dumps([shown, prices]).encode()).hexdigest()[:32]


def quote_of(basket: Basket) -> Quote:
    """Today's quote. Two queries."""
    ready = Photo.objects.filter(state=PhotoState.READY).order_by("position", "id")
    lines = (
        basket.lines.select_related("sku__listing__shop")
        .annotate(shop_suspended=suspended(Kind.SHOP, "sku__listing__shop"))
        .prefetch_related(Prefetch("sku__listing__photos", queryset=ready))
        .order_by("id")
    )
    by_shop: dict[int, list[QuoteLine]] = {}
    for line in lines:
        quoted = QuoteLine(line.sku, line.quantity, line.seen_price, _problem(line, basket.owner_id))
        by_shop.setdefault(line.sku.listing.shop_id, []).append(quoted)
    return Quote(basket.version, tuple(_order(rows) for rows in by_shop.values()))


def _order(lines: Sequence[QuoteLine]) -> QuoteOrder:
    shop = lines[0].listing.shop
    amounts = [line.amount.minor for line in lines if not line.problem]
    shipping = shipping_of(sum(amounts), price=shop.shipping_price, free_above=shop.free_above)
    parts = parts_of(amounts, shipping=shipping) if amounts else []
    return QuoteOrder(shop, tuple(lines), tuple(parts))


def _problem(line: BasketLine, buyer_id: int | None) -> str:
    listing = line.sku.listing
    if listing.state != ListingState.LIVE or line.sku.withdrawn:
        return "not_for_sale"
    if buyer_id is not None and listing.shop.owner_id == buyer_id:
        return "own_goods"
    if line.shop_suspended:  # type: ignore[attr-defined]  # annotated
        return "shop_suspended"
    return "sold_out" if line.sku.stock < line.quantity else ""
