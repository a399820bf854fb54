"""What is refused before a request is read: a body too large or of unknown length, and text in another encoding.

Django would spool an upload of any size to disk before a view could say no, and would read nothing of a body sent in
chunks.
"""

import codecs
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import parse_header_parameters

View = TypeVar("View", bound=Callable[..., Any])
Answer = Callable[[HttpRequest], HttpResponseBase]
#: The attributes of a view that takes more than a form, and of one that itself looks who asks before it reads the body.
MOST, KNOWS_WHO = "most_bytes", "knows_who_asks"
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
#: The key, in what the server hands over, of a request that claims another encoding than ours. No header makes it.
FOREIGN = "danbao.other_encoding"


def only_utf8(application: Application) -> Application:
    """Let the application see no claim of another encoding, only that there was one.

    Django believes such a claim while it builds the request, where nothing can refuse it; some of Python's encodings
    are no encodings of text and fail there.
    """

    def entered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not _is_utf8(environ.get("CONTENT_TYPE", "")):
            environ["CONTENT_TYPE"] = ""
            environ[FOREIGN] = True
        return application(environ, start_response)

    return entered


def _is_utf8(kind: str) -> bool:
    try:
        _, params = parse_header_parameters(kind)
        return codecs.lookup(params.get("charset", "utf-8")).name == "utf-8"
    except (LookupError, ValueError):
        return False


def takes_uploads(most: int, *, knows_who_asks: bool = False) -> Callable[[View], View]:
    """Let who has signed in send a view up to `most` bytes; everybody and everything else has `settings.MOST_BODY`.

    A session is known here. A view that `knows_who_asks` by other means (a token) refuses strangers on its own, before
    it reads anything of the body.
    """

    def mark(view: View) -> View:
        setattr(view, MOST, most)
        setattr(view, KNOWS_WHO, knows_who_asks)
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
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Runs when the reader and the language are known and nothing of the body is. Raises for a refusal."""
        if FOREIGN in request.META:
            raise BadRequest("Only UTF-8 is read here.")
        if "HTTP_TRANSFER_ENCODING" in request.META:
            raise BadRequest("A body must say its length.")
        _refuse_too_large(request, view)


def _refuse_too_large(request: HttpRequest, view: Callable[..., Any]) -> None:
    length = _length(request)
    if length <= settings.MOST_BODY:
        return
    known = getattr(view, KNOWS_WHO, False) or request.user.is_authenticated
    if length > getattr(view, MOST, 0) or not known:
        raise RequestDataTooBig(f"{length} bytes are more than are taken here.")


def _length(request: HttpRequest) -> int:
    """As the server read it; Django reads exactly so many bytes and no more."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
