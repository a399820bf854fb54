"""Renditions of pictures. Their names cannot be guessed and their content never changes."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

#: Only what the site made: never an upload as it came.
RENDITION = re.compile(r"photos/[0-9a-f]{32}-(?:240|640)\.webp|shops/[\w-]{1,80}\.webp", re.ASCII)
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def media(request: HttpRequest, folder: str, name: str) -> FileResponse:
    """One picture, to be kept by the browser for good. 404 for every other name."""
    path = f"{folder}/{name}"
    if not RENDITION.fullmatch(path):
        raise Http404
    try:
        file = default_storage.open(path)
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Cache-Control": FOR_EVER, "X-Content-Type-Options": "nosniff", "Content-Disposition": "inline"}
    return FileResponse(file, content_type="image/webp", headers=headers)
