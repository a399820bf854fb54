"""A picture that one side of an order has shown, for the desk."""

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from marketplace.claims.queries import photos_shown_at_desk
from marketplace.staff.access import acting, operator
from marketplace.trade import claim_photos


@require_safe
@operator
def photo(request: HttpRequest, photo_id: int) -> FileResponse:
    """The picture, or with `?small` its small rendition; kept by nobody's cache."""
    return claim_photos.answer(request, get_object_or_404(photos_shown_at_desk(acting(request)), pk=photo_id))
