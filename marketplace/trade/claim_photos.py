"""Photos that were shown to somebody as an answer: kept by nobody on the way, unless everybody may see them."""

from django.http import FileResponse, Http404, HttpRequest

from marketplace.catalog.kept import KeptPhoto

NEVER = "no-store, private"


def answer(request: HttpRequest, photo: KeptPhoto, *, kept: str = NEVER) -> FileResponse:
    """The photo, or its small rendition with `?small`. Call it for whoever may see it; `kept` says how long."""
    return opened(photo, small="small" in request.GET, kept=kept)


def opened(photo: KeptPhoto, *, small: bool, kept: str = NEVER) -> FileResponse:
    """The photo or its small rendition. Raises Http404 when its file is gone."""
    try:
        file = (photo.small if small else photo.file).open()
    except FileNotFoundError:
        raise Http404 from None
    headers = {
        "Cache-Control": kept,
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": "inline",
    }
    return FileResponse(file, content_type="image/webp", headers=headers)
