"""Photos of an order as an answer to a browser: never kept by anybody on the way."""

from django.http import FileResponse, HttpRequest

from marketplace.claims.models import Photo


def answer(request: HttpRequest, photo: Photo) -> FileResponse:
    """The photo, or its small rendition with `?small`. Call it for whoever may see it."""
    file = photo.small if "small" in request.GET else photo.file
    headers = {
        "Cache-Control": "no-store, private",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
    }
    return FileResponse(file.open(), content_type="image/webp", headers=headers)
