"""How a shop's goods stand in its own list."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.money import Money
from marketplace.catalog.models import ListingState, Photo, PhotoState
from marketplace.catalog.wordings import Wording, wording


@dataclass(frozen=True, slots=True)
class Row:
    """One page of goods: its title as the reader reads it, its first ready photo or None, the lowest price, pieces."""

    id: int
    title: Wording
    state: str
    live: bool
    photo: Photo | None
    price: Money | None
    pieces: int


def rows_of(listings: Iterable[Any], currency: str) -> list[Row]:
    """The rows of listings that carry `price_from` and `pieces`, with their photos fetched."""
    return [
        Row(
            id=listing.pk,
            title=wording(listing.title, listing.second_title),
            state=listing.get_state_display(),
            live=listing.state == ListingState.LIVE,
            photo=first_photo(listing.photos.all()),
            price=Money(listing.price_from, currency) if listing.price_from else None,
            pieces=listing.pieces or 0,
        )
        for listing in listings
    ]


def first_photo(photos: Iterable[Photo]) -> Photo | None:
    """The first one that can be shown."""
    ready = [photo for photo in photos if photo.state == PhotoState.READY]
    return min(ready, key=lambda photo: photo.position) if ready else None
