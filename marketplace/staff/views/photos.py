"""A picture that one side of an order has shown, for the desk."""

from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from marketplace.claims.models import Photo
from marketplace.staff.access import operator


@require_GET
@operator
def photo(request: HttpRequest, photo_id: int) -> FileResponse:
    """The picture, or with `?small` its small rendition; kept by nobody's cache."""
    one = get_object_or_404(Photo, pk=photo_id)
    try:
        file = (one.small if "small" in request.GET else one.file).open()
    except FileNotFoundError:
        raise Http404 from None
    headers = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return FileResponse(file, content_type="image/webp", headers=headers)
