"""One's own shop: what it says, its goods, its money."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from core.money import Money
from marketplace.api.serializers.amounts import Amount, Minor, Number, Whole
from marketplace.api.serializers.goods import PublicShop, public_shop
from marketplace.api.serializers.orders import SentTo
from marketplace.api.serializers.photos import GoodsPhoto
from marketplace.catalog.cards import photo_address
from marketplace.catalog.models import Category, Listing, ListingState, Photo, Shop, Sku
from marketplace.catalog.variants import MOST_PIECES, MOST_VARIANTS, Variant
from marketplace.suspensions.models import Kind, Suspension
from marketplace.suspensions.queries import open_ones


class OwnSuspension(serializers.Serializer[Any]):
    """Why and since when the shop is suspended. You appeal once, at `/api/v1/suspensions/` or on the `page`:
    `appealed_at` is when, `kept_reason` what was decided.
    """

    id = serializers.IntegerField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    appealed_at = serializers.DateTimeField(allow_null=True)
    kept_at = serializers.DateTimeField(allow_null=True)
    kept_reason = serializers.CharField(allow_blank=True)
    page = serializers.CharField()


class OwnShop(PublicShop):
    """As everybody sees it, with its name in the other language apart, where goods are sent back to (or null), the
    suspension if it is `suspended`, and since when it is closed for good, or null.
    """

    second_name = serializers.CharField(allow_blank=True)
    return_address = SentTo(allow_null=True)
    suspension = OwnSuspension(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)


class ShopFacts(serializers.Serializer[Any]):
    """What a shop says of itself; `ship_promise` in hours. What is not sent stays."""

    name = serializers.CharField(max_length=60, required=False)
    second_name = serializers.CharField(max_length=60, required=False, allow_blank=True)
    about = serializers.CharField(max_length=2000, required=False, allow_blank=True)
    region = serializers.CharField(max_length=80, required=False)
    shipping_price = Minor(required=False)
    free_above = Minor(at_least=1, required=False, allow_null=True)
    ship_promise = Whole(min_value=1, max_value=72, required=False)


class NewShop(ShopFacts):
    """A shop begins with a name and the place it sends from."""

    name = serializers.CharField(max_length=60)
    region = serializers.CharField(max_length=80)


class OwnSku(serializers.Serializer[Any]):
    """`stock` is what can be bought now; `reserved` lies in unpaid orders."""

    id = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)
    price = Amount()
    stock = serializers.IntegerField()
    reserved = serializers.IntegerField()
    sold = serializers.IntegerField()


class OwnListing(serializers.Serializer[Any]):
    """`state`: draft, live, hidden."""

    id = serializers.IntegerField()
    state = serializers.CharField()
    title = serializers.CharField()
    second_title = serializers.CharField(allow_blank=True)
    description = serializers.CharField(allow_blank=True)
    category = serializers.CharField(allow_null=True)
    listed_at = serializers.DateTimeField()
    skus = OwnSku(many=True)
    photos = GoodsPhoto(many=True)


class Choice(serializers.Serializer[Any]):
    """One thing to choose. `sku` names the one it changes; `seen` is its stock as you read it, so that what is sold
    meanwhile stays sold.
    """

    name = serializers.CharField(max_length=60, allow_blank=True, required=False, default="")
    price = Minor(at_least=1)
    stock = Whole(min_value=0, max_value=MOST_PIECES)
    sku = Number(required=False)
    seen = Whole(min_value=0, max_value=MOST_PIECES, required=False)


class ListingWords(serializers.Serializer[Any]):
    """All of a listing: `variants` left out are withdrawn."""

    title = serializers.CharField(max_length=120)
    second_title = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")
    description = serializers.CharField(max_length=8000, required=False, allow_blank=True, default="")
    category = serializers.SlugRelatedField(
        slug_field="slug", queryset=Category.objects.all(), required=False, allow_null=True, default=None
    )
    variants = serializers.ListField(child=Choice(), min_length=1, max_length=MOST_VARIANTS)


class Shown(serializers.Serializer[Any]):
    """Whether everybody sees it."""

    live = serializers.BooleanField()


class Stock(serializers.Serializer[Any]):
    """How many pieces are for sale. With `seen`, the number you read, only the difference is added."""

    stock = Whole(min_value=0, max_value=MOST_PIECES)
    seen = Whole(min_value=0, max_value=MOST_PIECES, required=False)


def own_shop(shop: Shop) -> dict[str, Any]:
    found = open_ones().filter(subject_type=Kind.SHOP, subject_id=shop.pk).first()
    return {
        **public_shop(shop, suspended=found is not None),
        "second_name": shop.second_name,
        "suspension": found and _suspension(found),
        "closed_at": shop.closed_at,
    }


def _suspension(suspension: Suspension) -> dict[str, Any]:
    return {
        "id": suspension.pk,
        "reason": suspension.reason,
        "at": suspension.at,
        "appealed_at": suspension.appealed_at,
        "kept_at": suspension.kept_at,
        "kept_reason": suspension.kept_reason,
        "page": settings.SITE_URL + reverse("buyers:suspensions"),
    }


def own_listing(listing: Listing, skus: list[Sku], photos: list[Photo]) -> dict[str, Any]:
    currency = listing.shop.currency
    return {
        "id": listing.pk,
        "state": ListingState(listing.state).value,
        "title": listing.title,
        "second_title": listing.second_title,
        "description": listing.description,
        "category": listing.category.slug if listing.category else None,
        "listed_at": listing.listed_at,
        "skus": [
            {
                "id": sku.pk,
                "name": sku.name,
                "price": Money(sku.price, currency),
                "stock": sku.stock,
                "reserved": sku.reserved,
                "sold": sku.sold,
            }
            for sku in skus
        ],
        "photos": [goods_photo(photo) for photo in photos],
    }


def goods_photo(photo: Photo) -> dict[str, Any]:
    return {
        "id": photo.pk,
        "state": photo.state,
        "alt": photo.alt,
        "small": photo_address(photo.small.name),
        "large": photo_address(photo.large.name),
    }


def variant(choice: dict[str, Any]) -> Variant:
    return Variant(choice["name"], choice["price"], choice["stock"], choice.get("sku"), choice.get("seen"))
