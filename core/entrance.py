"""What is refused before a request is read: a body too large or of unknown length, and text in another encoding.

Django would spool an upload of any size to disk before a view could say no, and would read nothing of a body sent in
chunks.
"""

import codecs
from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase

View = TypeVar("View", bound=Callable[..., Any])
Answer = Callable[[HttpRequest], HttpResponseBase]
#: The attribute of a view that takes more than a form.
MOST = "most_bytes"
#: The attribute of a request that claims another encoding than ours.
FOREIGN = "says_another_encoding"


def takes_uploads(most: int) -> Callable[[View], View]:
    """Let who has signed in send a view up to `most` bytes; everybody and everything else has `settings.MOST_BODY`."""

    def mark(view: View) -> View:
        setattr(view, MOST, most)
        return view

    return mark


class Entrance:
    """The middleware. It stands before everything that reads cookies or the body."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Escapes in a quoted cookie may stand for what no database keeps. Such a cookie is none of ours.
        for name in [name for name, value in request.COOKIES.items() if "\0" in value]:
            del request.COOKIES[name]
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            # Whatever looks at the address until it is refused reads it as it is.
            request.encoding = "utf-8"
            setattr(request, FOREIGN, True)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Runs when the reader and the language are known and nothing of the body is. Raises for a refusal."""
        if getattr(request, FOREIGN, False):
            raise BadRequest("Only UTF-8 is read here.")
        if "HTTP_TRANSFER_ENCODING" in request.META:
            raise BadRequest("A body must say its length.")
        _refuse_too_large(request, getattr(view, MOST, 0))


def _refuse_too_large(request: HttpRequest, upload: int) -> None:
    length = _length(request)
    if length <= settings.MOST_BODY:
        return
    if length > upload or not request.user.is_authenticated:
        raise RequestDataTooBig(f"{length} bytes are more than are taken here.")


def _length(request: HttpRequest) -> int:
    """As the server read it; Django reads exactly so many bytes and no more."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
