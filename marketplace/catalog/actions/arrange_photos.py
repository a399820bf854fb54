"""Take a picture off a listing, or move it: the first one that is ready stands on the shelf."""

from datetime import datetime
from typing import Literal

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from marketplace.catalog.models import Listing, Photo

Way = Literal["earlier", "later"]


def move_photo(listing: Listing, photo_id: int, way: Way, *, now: datetime) -> None:
    """Let a picture change places with its neighbour; at either end it stays.

    Raises `DomainError` with code `photo_gone` when it is no longer on this page.
    """
    with transaction.atomic():
        photos = _photos(listing)
        here = _place(photos, photo_id)
        there = here + (1 if way == "later" else -1)
        if 0 <= there < len(photos):
            photos[here], photos[there] = photos[there], photos[here]
        _arrange(listing, photos, now)


def remove_photo(listing: Listing, photo_id: int, *, now: datetime) -> None:
    """Take a picture off the page; a page may stand without any.

    Its renditions stay where they are: orders show what was bought as it was shown. An upload that nobody has prepared
    yet is deleted. Raises `DomainError` with code `photo_gone`.
    """
    with transaction.atomic():
        photos = _photos(listing)
        gone = photos.pop(_place(photos, photo_id))
        upload = gone.upload.name or ""
        gone.delete()
        _arrange(listing, photos, now)
        if upload:
            transaction.on_commit(lambda: default_storage.delete(upload))


def _photos(listing: Listing) -> list[Photo]:
    """The pictures in their order; two who arrange one page do so one after the other."""
    Listing.objects.select_for_update().get(pk=listing.pk)
    return list(listing.photos.order_by("position", "pk"))


def _place(photos: list[Photo], photo_id: int) -> int:
    for place, photo in enumerate(photos):
        if photo.pk == photo_id:
            return place
    raise DomainError("photo_gone", _("That photo is no longer on this page."))


def _arrange(listing: Listing, photos: list[Photo], now: datetime) -> None:
    for position, photo in enumerate(photos):
        photo.position = position
    Photo.objects.bulk_update(photos, ["position"])
    Listing.objects.filter(pk=listing.pk).update(changed_at=now)
