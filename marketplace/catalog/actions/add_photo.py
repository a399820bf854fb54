"""Take a picture into a listing: looked at here, made small and clean by a worker."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import chance, words
from core.errors import DomainError
from marketplace.catalog import pictures
from marketplace.catalog.models import Listing, Photo

MOST_PHOTOS = 9


def add_photo(listing: Listing, upload: "File[bytes]", *, now: datetime, alt: str = "") -> Photo:
    """Keep `upload` aside until `prepare_photo` has made its renditions.

    Raises `Invalid` when it is no picture, or too large; `DomainError` with code `photos_too_many`.
    """
    content = pictures.read_upload(upload)
    alt = words.line(alt, field="alt", at_most=120)
    with transaction.atomic():
        Listing.objects.select_for_update().get(pk=listing.pk)
        positions = list(listing.photos.order_by("position").values_list("position", flat=True))
        if len(positions) >= MOST_PHOTOS:
            raise _too_many()
        photo = Photo(
            listing=listing,
            position=positions[-1] + 1 if positions else 0,
            sha256=hashlib.sha256(content).hexdigest(),
            alt=alt,
            uploaded_at=now,
        )
        photo.upload.save(chance.token(16), ContentFile(content), save=False)
        photo.save()
    return photo


def look_at(uploads: "Sequence[File[bytes]]", *, there: int = 0) -> None:
    """Raise as `add_photo` would for one of `uploads`, on a page where so many are `there`.

    Whoever adds several in one transaction looks at all of them first: it takes rows back, but no files.
    """
    if there + len(uploads) > MOST_PHOTOS:
        raise _too_many()
    for upload in uploads:
        pictures.read_upload(upload)


def _too_many() -> DomainError:
    return DomainError(
        "photos_too_many", _("A page holds at most %(most)s pictures."), {"most": MOST_PHOTOS}, field="photos"
    )
