"""Running one's shop: what it says, its goods, their stock."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.actor import Actor, Role
from marketplace.api.models import Scope
from marketplace.api.pages import Pages
from marketplace.api.resource import Resource
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import shops as shapes
from marketplace.api.serializers.buying import Destination
from marketplace.catalog.actions.create_listing import create_listing
from marketplace.catalog.actions.edit_listing import edit_listing
from marketplace.catalog.actions.edit_shop import edit_shop
from marketplace.catalog.actions.open_shop import open_shop
from marketplace.catalog.actions.publish_listing import publish_listing
from marketplace.catalog.actions.stock import set_stock
from marketplace.catalog.actions.take_down_listing import take_down_listing
from marketplace.catalog.models import Listing, Photo, Shop, Sku
from marketplace.claims.actions.set_return_address import set_return_address
from marketplace.claims.models import ReturnAddress
from marketplace.orders.destination import Destination as Place


class Selling(Resource):
    """For who has a shop; others find nothing."""

    to_act = (Scope.SELL,)


def shown_shop(shop: Shop) -> Any:
    """A shop as its owner reads it."""
    place = ReturnAddress.objects.filter(shop=shop).first()
    return shapes.OwnShop({**shapes.own_shop(shop), "return_address": place}).data


class OwnShop(Selling):
    @operation("read_own_shop", "Your shop", tag="Your shop", answer=shapes.OwnShop)
    def get(self, request: Request) -> Response:
        return Response(shown_shop(self.shop))

    @operation(
        "open_shop",
        "Open your shop",
        tag="Your shop",
        takes=shapes.NewShop,
        answer=shapes.OwnShop,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        asked = self.body(shapes.NewShop)
        return self.act(lambda now: shown_shop(open_shop(self.user, now=now, **asked)), status=201)

    @operation(
        "edit_shop",
        "Change what your shop says",
        tag="Your shop",
        takes=shapes.ShopFacts,
        answer=shapes.OwnShop,
        method="patch",
    )
    def patch(self, request: Request) -> Response:
        asked = self.body(shapes.ShopFacts)
        return Response(shown_shop(edit_shop(self.shop, now=clock.now(), **asked)))


class ShopReturnAddress(Selling):
    @operation(
        "set_return_address",
        "Say where goods are sent back to; what was agreed before keeps its address",
        tag="Your shop",
        takes=Destination,
        answer=shapes.OwnShop,
        method="put",
    )
    def put(self, request: Request) -> Response:
        shop = self.shop
        asked = self.body(Destination)
        who = Actor(Role.SELLER, self.user.pk)
        set_return_address(shop.pk, Place(**asked), now=clock.now(), actor=who)
        return Response(shown_shop(shop))


def _with_skus(listings: QuerySet[Listing]) -> QuerySet[Listing]:
    on_sale = Sku.objects.filter(withdrawn=False).order_by("position", "pk")
    return listings.select_related("shop", "category").prefetch_related(
        Prefetch("skus", queryset=on_sale), Prefetch("photos", queryset=Photo.objects.order_by("position", "pk"))
    )


def _rows(found: list[Listing]) -> Any:
    return shapes.OwnListing(
        [shapes.own_listing(row, list(row.skus.all()), list(row.photos.all())) for row in found], many=True
    ).data


def shown_listing(shop: Shop, number: int) -> Any:
    """A listing as its owner reads it."""
    return _rows([_with_skus(Listing.objects.filter(shop=shop)).get(pk=number)])[0]


def _words(asked: dict[str, Any]) -> dict[str, Any]:
    return {**asked, "variants": [shapes.variant(row) for row in asked["variants"]]}


class OwnListings(Selling):
    @operation(
        "list_own_listings",
        "Your goods, latest first",
        tag="Your shop",
        answer=page_of(shapes.OwnListing),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        found = _with_skus(Listing.objects.filter(shop=self.shop))
        return Response(Pages("-listed_at", "-pk").take(found, request, _rows))

    @operation(
        "create_listing",
        "Put goods on a shelf, as a draft",
        tag="Your shop",
        takes=shapes.ListingWords,
        answer=shapes.OwnListing,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        shop = self.shop
        asked = self.body(shapes.ListingWords)

        def create(now: datetime) -> Any:
            return shown_listing(shop, create_listing(shop, now=now, **_words(asked)).pk)

        return self.act(create, status=201)


class OwnListing(Selling):
    @operation("read_own_listing", "One of your listings", tag="Your shop", answer=shapes.OwnListing)
    def get(self, request: Request, number: int) -> Response:
        return Response(_rows([get_object_or_404(_with_skus(Listing.objects.filter(shop=self.shop)), pk=number)])[0])

    @operation(
        "edit_listing",
        "Change a listing’s words and variants",
        tag="Your shop",
        takes=shapes.ListingWords,
        answer=shapes.OwnListing,
        method="put",
    )
    def put(self, request: Request, number: int) -> Response:
        shop = self.shop
        listing = get_object_or_404(Listing.objects.select_related("shop"), shop=shop, pk=number)
        asked = self.body(shapes.ListingWords)
        edit_listing(listing, now=clock.now(), **_words(asked))
        return Response(shown_listing(shop, number))


class ListingState(Selling):
    @operation(
        "show_listing",
        "Show a listing to everybody, or take it down",
        tag="Your shop",
        takes=shapes.Shown,
        answer=shapes.OwnListing,
        method="put",
    )
    def put(self, request: Request, number: int) -> Response:
        shop = self.shop
        listing = get_object_or_404(Listing, shop=shop, pk=number)
        asked = self.body(shapes.Shown)
        change = publish_listing if asked["live"] else take_down_listing
        change(listing, now=clock.now())
        return Response(shown_listing(shop, number))


class SkuStock(Selling):
    @operation(
        "set_stock",
        "Say how many pieces are for sale",
        tag="Your shop",
        takes=shapes.Stock,
        answer=shapes.OwnListing,
        method="put",
    )
    def put(self, request: Request, number: int) -> Response:
        shop = self.shop
        sku = get_object_or_404(Sku, listing__shop=shop, withdrawn=False, pk=number)
        asked = self.body(shapes.Stock)
        set_stock(sku.pk, stock=asked["stock"], seen=asked.get("seen"))
        return Response(shown_listing(shop, sku.listing_id))
