"""Put goods on a shelf."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import File
from django.db import transaction

from marketplace.catalog import listing_facts
from marketplace.catalog import variants as choosing
from marketplace.catalog.actions.add_photo import add_photo, look_at
from marketplace.catalog.models import Category, Listing, Shop, Sku
from marketplace.catalog.variants import Variant


def create_listing(
    shop: Shop,
    *,
    title: str,
    now: datetime,
    price: int = 0,
    stock: int = 0,
    variants: Sequence[Variant] = (),
    second_title: str = "",
    description: str = "",
    category: Category | None = None,
    photos: Sequence["File[bytes]"] = (),
) -> Listing:
    """A draft with its SKUs and photos: one SKU of `price` (minor units) and `stock`, or one for each of `variants`.

    Raises `Invalid` for what cannot be read: words, prices, stock, photos.
    """
    choices = choosing.checked(variants or [Variant("", price, stock)])
    listing = Listing(shop=shop, category=category, listed_at=now, changed_at=now)
    listing_facts.describe(listing, title=title, second_title=second_title, description=description)
    look_at(photos)
    with transaction.atomic():
        listing.save()
        listing_facts.index(listing)
        Sku.objects.bulk_create(
            Sku(listing=listing, name=choice.name, price=choice.price, received=choice.stock, position=position)
            for position, choice in enumerate(choices)
        )
        for upload in photos:
            add_photo(listing, upload, now=now)
    return listing
