"""Pictures of a review: looked at before any lock, kept with it, sealed and opened with it, never changed."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _

from core import chance, ids
from core.errors import Invalid
from marketplace.catalog import pictures
from reviews.models import Photo, Review

MOST = 6


def look_at(uploads: "Sequence[File[bytes]]") -> list[pictures.Taken]:
    """The pictures, re-encoded; no database is asked. Raises `Invalid`: `photos_too_many`, and as catalog.pictures."""
    if len(uploads) > MOST:
        raise Invalid("photos_too_many", _("Show at most %(most)s pictures at once."), {"most": MOST}, field="photos")
    return [pictures.take(upload) for upload in uploads]


def keep(review: Review, taken: Sequence[pictures.Taken], *, now: datetime) -> None:
    """Keep the pictures with a review that has just been written, in their order."""
    for one in taken:
        name = chance.token(16)
        photo = Photo(
            id=ids.new_id(),
            review=review,
            sha256=one.sha256,
            width=one.large.width,
            height=one.large.height,
            uploaded_at=now,
        )
        photo.file.save(f"reviews/{review.pk}/{name}.webp", ContentFile(one.large.content), save=False)
        photo.small.save(f"reviews/{review.pk}/{name}-small.webp", ContentFile(one.small.content), save=False)
        photo.save(force_insert=True)
