"""A picture of a review: everybody's once that is open, its author's alone before."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from marketplace.trade import claim_photos
from reviews.queries import photos_shown_to

#: It may be deleted with its review: nobody keeps it for long.
AN_HOUR = "public, max-age=3600"


@require_safe
def review_photo(request: HttpRequest, photo: int) -> FileResponse:
    """The photo, or its small rendition with `?small`."""
    found = get_object_or_404(photos_shown_to(request.user.pk), pk=photo)
    return claim_photos.answer(request, found, kept=AN_HOUR if found.review.is_public else claim_photos.NEVER)
