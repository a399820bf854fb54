"""What stands on the shelves, as everybody sees it."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from core.money import Money
from marketplace.api.serializers.amounts import Amount, Minor
from marketplace.api.serializers.choice import Choice
from marketplace.catalog.cards import Card, address, photo_address
from marketplace.catalog.models import Category, Listing, Photo, Shop, Sku
from marketplace.catalog.queries import SORTS


class Shelf(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()
    listings = serializers.IntegerField()


class ShopName(serializers.Serializer[Any]):
    slug = serializers.CharField()
    name = serializers.CharField()


class PublicShop(ShopName):
    """A shop, as everybody sees it. A `suspended` one sells nothing for now; what was ordered runs on.

    `ship_promise`: within so many hours.
    """

    id = serializers.IntegerField()
    about = serializers.CharField(allow_blank=True)
    region = serializers.CharField()
    shipping = Amount()
    free_above = Amount(allow_null=True)
    ship_promise = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    suspended = serializers.BooleanField()
    page = serializers.CharField()


class ListingRow(serializers.Serializer[Any]):
    """One of many: what its card says."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    other_title = serializers.CharField(allow_blank=True)
    shop = ShopName()
    price_from = Amount()
    sold_out = serializers.BooleanField()
    image = serializers.CharField(allow_blank=True)
    page = serializers.CharField()


class PublicSku(serializers.Serializer[Any]):
    """What is chosen and bought."""

    id = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)
    price = Amount()
    stock = serializers.IntegerField()


class Picture(serializers.Serializer[Any]):
    small = serializers.CharField()
    large = serializers.CharField()


class PublicListing(serializers.Serializer[Any]):
    """All that a listing's page says."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    other_title = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)
    category = serializers.CharField(allow_null=True)
    shop = ShopName()
    skus = PublicSku(many=True)
    photos = Picture(many=True)
    listed_at = serializers.DateTimeField()
    page = serializers.CharField()


class Search(serializers.Serializer[Any]):
    """What somebody looks for. Prices in minor units, both ends included; `region` as the shop writes it."""

    q = serializers.CharField(required=False, allow_blank=True, default="", max_length=100)
    category = serializers.SlugField(required=False, default="")
    shop = serializers.CharField(required=False, default="", max_length=60)
    region = serializers.CharField(required=False, default="", max_length=80)
    price_from = Minor(required=False)
    price_to = Minor(required=False)
    sort = Choice(SORTS, required=False, default="newest")


def shelf(category: Category) -> dict[str, Any]:
    return {"slug": category.slug, "name": category.name, "listings": category.goods}  # type: ignore[attr-defined]


def shop_name(shop: Shop) -> dict[str, str]:
    return {"slug": shop.slug, "name": shop.shown_name}


def public_shop(shop: Shop, *, suspended: bool) -> dict[str, Any]:
    return {
        **shop_name(shop),
        "id": shop.pk,
        "about": shop.about,
        "region": shop.region,
        "shipping": Money(shop.shipping_price, shop.currency),
        "free_above": None if shop.free_above is None else Money(shop.free_above, shop.currency),
        "ship_promise": shop.ship_promise,
        "opened_at": shop.opened_at,
        "suspended": suspended,
        "page": settings.SITE_URL + reverse("storefront:shop", args=[shop.slug]),
    }


def listing_row(card: Card) -> dict[str, Any]:
    return {
        "id": card.listing.pk,
        "title": card.title.text,
        "other_title": card.title.other,
        "shop": {"slug": card.listing.shop.slug, "name": card.shop.text},
        "price_from": card.price,
        "sold_out": card.sold_out,
        "image": card.image,
        "page": settings.SITE_URL + card.url,
    }


def public_listing(listing: Listing, skus: list[Sku], photos: list[Photo]) -> dict[str, Any]:
    currency = listing.shop.currency
    return {
        "id": listing.pk,
        "title": listing.title,
        "other_title": listing.second_title,
        "description": listing.description,
        "category": listing.category.slug if listing.category else None,
        "shop": shop_name(listing.shop),
        "skus": [
            {"id": sku.pk, "name": sku.name, "price": Money(sku.price, currency), "stock": sku.stock} for sku in skus
        ],
        "photos": [
            {"small": photo_address(photo.small.name), "large": photo_address(photo.large.name)} for photo in photos
        ],
        "listed_at": listing.listed_at,
        "page": settings.SITE_URL + address(listing),
    }
