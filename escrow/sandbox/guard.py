"""What every answer carries, and who may press a button: the pages' forms are posted from the pages themselves."""

from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

POLICY: Final = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'"

View = Callable[[HttpRequest], HttpResponse]


def page_guard(get_response: View) -> View:
    """Refuse a host that is not ours and a POST from another site's page; forbid scripts, frames and caching.

    The sandbox has no sign-in and no cookie, so there is no token to check: the browser says where a form came from.
    """

    def guarded(request: HttpRequest) -> HttpResponse:
        host = request.get_host()
        if request.method == "POST" and not _from(host, request):
            return HttpResponseForbidden("A form of another site was refused.", content_type="text/plain")
        answer = get_response(request)
        answer.headers["Content-Security-Policy"] = POLICY
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return guarded


def _from(host: str, request: HttpRequest) -> bool:
    """Whether the Origin header, which every browser sends with a POST, is absent or names this host."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == host
