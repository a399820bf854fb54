"""Pictures of a review: kept with it, sealed and opened with it, never changed."""

from collections.abc import Sequence
from datetime import datetime

from core import ids
from marketplace.catalog.pictures import Taken
from reviews.models import Photo, Review


def keep(review: Review, taken: Sequence[Taken], *, now: datetime) -> None:
    """Keep the pictures with a review that has just been written, in their order."""
    for one in taken:
        Photo(id=ids.new_id(), review=review, uploaded_at=now).keep(one, f"reviews/{review.pk}")
