"""Shelves, listings, shops: everybody may read them."""

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.pages import Pages
from marketplace.api.resource import Resource
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import goods
from marketplace.catalog.cards import cards
from marketplace.catalog.models import Category, Listing, PhotoState, Shop
from marketplace.catalog.queries import Wish, search, shelves, shown_listings
from marketplace.suspensions.models import Kind
from marketplace.suspensions.queries import is_suspended

#: The orders of `catalog.queries`, as a cursor follows them.
ORDERS = {
    "newest": ("-listed_at", "-pk"),
    "price": ("price_from", "-pk"),
    "price_down": ("-price_from", "-pk"),
    "bought": ("-bought", "-listed_at", "-pk"),
}


class Open(Resource):
    """Everybody may read it."""

    public = True
    permission_classes = [AllowAny]


class Shelves(Open):
    @operation("list_shelves", "The shelves of the site", tag="Goods", answer=goods.Shelf(many=True))
    def get(self, request: Request) -> Response:
        return Response(goods.Shelf([goods.shelf(one) for one in shelves()], many=True).data)


class Listings(Open):
    @operation(
        "search_listings",
        "Find what is for sale",
        tag="Goods",
        answer=page_of(goods.ListingRow),
        query=[goods.Search, CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        wanted = self.query(goods.Search)
        wish = Wish(
            text=wanted["q"],
            region=wanted["region"],
            category=get_object_or_404(Category, slug=wanted["category"]) if wanted["category"] else None,
            shop=get_object_or_404(Shop, slug=wanted["shop"]) if wanted["shop"] else None,
            price_from=wanted.get("price_from"),
            price_to=wanted.get("price_to"),
            sort=wanted["sort"],
        )
        pages = Pages(*ORDERS[wish.sort])
        return Response(pages.take(search(wish).select_related("shop"), request, _rows))


def _rows(found: list[Listing]) -> Any:
    return goods.ListingRow([goods.listing_row(card) for card in cards(found)], many=True).data


class OneListing(Open):
    @operation("read_listing", "One listing, with what there is to choose", tag="Goods", answer=goods.PublicListing)
    def get(self, request: Request, number: int) -> Response:
        live = shown_listings().filter(skus__withdrawn=False).distinct()
        found = get_object_or_404(live.select_related("shop", "category"), pk=number)
        skus = list(found.skus.filter(withdrawn=False).order_by("position", "pk"))
        photos = list(found.photos.filter(state=PhotoState.READY).order_by("position", "pk"))
        return Response(goods.PublicListing(goods.public_listing(found, skus, photos)).data)


class OneShop(Open):
    @operation("read_shop", "One shop", tag="Goods", answer=goods.PublicShop)
    def get(self, request: Request, slug: str) -> Response:
        found = get_object_or_404(Shop, slug=slug)
        suspended = is_suspended(Kind.SHOP, found.pk)
        return Response(goods.PublicShop(goods.public_shop(found, suspended=suspended)).data)
