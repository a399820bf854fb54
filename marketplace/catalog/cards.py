"""A listing as it stands in a list: one line of facts, read in two queries however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import slugify

from core.money import Money
from marketplace.catalog.models import Listing, Photo, PhotoState
from marketplace.catalog.wordings import Wording, wording


@dataclass(frozen=True, slots=True)
class Card:
    """What `_partials/card.html` shows. `image`, the small rendition, is empty while no picture is ready."""

    listing: Listing
    url: str
    title: Wording
    shop: Wording
    price: Money
    from_price: bool
    image: str

    @property
    def sold_out(self) -> bool:
        return not self.listing.pieces  # type: ignore[attr-defined]  # annotated by live_listings


def cards(listings: QuerySet[Listing] | Iterable[Listing]) -> list[Card]:
    """The cards of `listings` (as `queries.live_listings` makes them), in their order."""
    rows = list(listings.select_related("shop") if isinstance(listings, QuerySet) else listings)
    photos = first_photos(rows)
    return [_card(row, photos.get(row.pk)) for row in rows]


def first_photos(listings: Iterable[Listing]) -> dict[int, Photo]:
    """The first picture that is ready, by listing. One query."""
    ready = Photo.objects.filter(listing__in=[row.pk for row in listings], state=PhotoState.READY)
    return {photo.listing_id: photo for photo in ready.order_by("listing", "position", "pk").distinct("listing")}


def address(listing: Listing) -> str:
    """Where the listing's page is."""
    return reverse("storefront:listing", args=[listing.pk, slug_of(listing)])


def slug_of(listing: Listing) -> str:
    """The words of the page's address: the title's own, or "goods" when it has none."""
    return slugify(listing.title, allow_unicode=True)[:60].strip("-") or "goods"


def photo_address(name: str | None) -> str:
    """Where a rendition is; empty when there is none."""
    return default_storage.url(name) if name else ""


def _card(listing: Listing, photo: Photo | None) -> Card:
    price_from, price_to = listing.price_from, listing.price_to  # type: ignore[attr-defined]
    return Card(
        listing=listing,
        url=address(listing),
        title=wording(listing.title, listing.second_title),
        shop=wording(listing.shop.name, listing.shop.second_name),
        price=Money(price_from, listing.shop.currency),
        from_price=price_from != price_to,
        image=photo_address(photo.small.name) if photo else "",
    )
