"""Photos of an order as an answer: never kept by anybody on the way."""

from django.http import FileResponse, Http404, HttpRequest

from marketplace.claims.models import Photo


def answer(request: HttpRequest, photo: Photo) -> FileResponse:
    """The photo, or its small rendition with `?small`. Call it for whoever may see it."""
    return opened(photo, small="small" in request.GET)


def opened(photo: Photo, *, small: bool) -> FileResponse:
    """The photo or its small rendition. Raises Http404 when its file is gone."""
    try:
        file = (photo.small if small else photo.file).open()
    except FileNotFoundError:
        raise Http404 from None
    headers = {
        "Cache-Control": "no-store, private",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
    }
    return FileResponse(file, content_type="image/webp", headers=headers)
