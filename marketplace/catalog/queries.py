"""What people look for on the shelves."""

from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count, Exists, IntegerField, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from marketplace.catalog import tokens
from marketplace.catalog.models import Category, Listing, ListingState, Shop, Sku
from marketplace.suspensions.models import Kind
from marketplace.suspensions.queries import suspended

Sort = Literal["newest", "price", "price_down", "bought"]
SORTS: tuple[Sort, ...] = ("newest", "price", "price_down", "bought")


def shown_listings() -> QuerySet[Listing]:
    """What everybody can see: live, and of a shop that is not suspended."""
    return Listing.objects.filter(~suspended(Kind.SHOP, "shop"), state=ListingState.LIVE)


def books_of(person_id: int) -> QuerySet[Shop]:
    """The books of somebody's shop, open or closed: a shop's id is that of its book. For the setting BOOKS_OF."""
    return Shop.objects.filter(owner=person_id)


def live_listings() -> QuerySet[Listing]:
    """What everybody can see, with `price_from`, `price_to` (minor units) and `pieces` (that can be bought now)."""
    on_sale = Sku.objects.filter(listing=OuterRef("pk"), withdrawn=False).order_by().values("listing")
    return shown_listings().annotate(
        price_from=Subquery(on_sale.annotate(n=Min("price")).values("n")),
        price_to=Subquery(on_sale.annotate(n=Max("price")).values("n")),
        pieces=Coalesce(Subquery(on_sale.annotate(n=Sum("stock")).values("n"), output_field=IntegerField()), 0),
    )


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody looks for. Prices in minor units of the site's currency, both ends included; `region` is where a
    shop sends from, as the shop writes it.
    """

    text: str = ""
    category: Category | None = None
    region: str = ""
    price_from: int | None = None
    price_to: int | None = None
    sort: Sort = "newest"
    shop: Shop | None = None


def search(wish: Wish) -> QuerySet[Listing]:
    """The live listings that answer the wish, in its order; a text without any letter or figure finds nothing."""
    found = _named(live_listings(), wish)
    if wish.region:
        found = found.filter(shop__region=wish.region)
    return _order(_between(found, wish), wish.sort)


def regions(wish: Wish) -> list[tuple[str, int]]:
    """From where what answers the wish is sent, whatever region it names, with how many things; the most first."""
    found = _between(_named(shown_listings(), wish), wish)
    rows = found.order_by().values_list("shop__region").annotate(n=Count("pk")).order_by("-n", "shop__region")
    return list(rows)


def _named(found: QuerySet[Listing], wish: Wish) -> QuerySet[Listing]:
    """Those that answer to the wish's words, stand on its shelf, and in its shop."""
    if wish.text:
        parts = tokens.questions(wish.text)
        if not parts:
            return found.none()
        for part in parts:
            found = found.filter(search=part)
    if wish.category is not None:
        found = found.filter(category=wish.category)
    if wish.shop is not None:
        found = found.filter(shop=wish.shop)
    return found


def _between(found: QuerySet[Listing], wish: Wish) -> QuerySet[Listing]:
    """Listings with at least one choice in the range."""
    within = Q()
    if wish.price_from is not None:
        within &= Q(price__gte=wish.price_from)
    if wish.price_to is not None:
        within &= Q(price__lte=wish.price_to)
    if not within:
        return found
    return found.filter(Exists(Sku.objects.filter(within, listing=OuterRef("pk"), withdrawn=False)))


def _order(found: QuerySet[Listing], sort: Sort) -> QuerySet[Listing]:
    if sort == "price":
        return found.order_by("price_from", "-pk")  # type: ignore[misc]  # annotated by live_listings
    if sort == "price_down":
        return found.order_by("-price_from", "-pk")  # type: ignore[misc]  # annotated by live_listings
    if sort == "bought":
        sold = Sku.objects.filter(listing=OuterRef("pk")).order_by().values("listing").annotate(n=Sum("sold"))
        return found.annotate(bought=Subquery(sold.values("n"))).order_by("-bought", "-listed_at", "-pk")
    return found.order_by("-listed_at", "-pk")


def shelves() -> QuerySet[Category]:
    """The categories in their order, each with `goods`, the number of its live listings."""
    shown = shown_listings().filter(category=OuterRef("pk")).order_by().values("category").annotate(n=Count("pk"))
    goods = Coalesce(Subquery(shown.values("n"), output_field=IntegerField()), 0)
    return Category.objects.annotate(goods=goods).order_by("position", "pk")


def shops_of(category: Category, *, limit: int = 8) -> QuerySet[Any]:
    """The shops with something on that shelf, each with `goods`, how much; those with the most first."""
    here = Count("listings", filter=Q(listings__category=category, listings__state=ListingState.LIVE))
    trading = Shop.objects.filter(~suspended(Kind.SHOP, "pk"))
    return trading.annotate(goods=here).filter(goods__gt=0).order_by("-goods", "pk")[:limit]


def shops_named(text: str, *, limit: int = 3) -> QuerySet[Shop]:
    """Shops with something on their shelves whose name, in either language, holds `text`."""
    shown = shown_listings().filter(shop=OuterRef("pk"))
    named = Q(name__icontains=text) | Q(second_name__icontains=text)
    return Shop.objects.filter(Exists(shown), named).order_by("name")[:limit]
