"""The pages of signing in and of one's account come from django-allauth, which lets a browser keep them. We do not."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control

Answer = Callable[[HttpRequest], HttpResponse]


def middleware(get_response: Answer) -> Answer:
    """Forbid everybody on the way to keep a page of allauth: after signing out, "back" shows nothing.

    Every other page bears its reader's name, basket and the token of their forms: nobody but their browser keeps it,
    whether or not it heeds that pages differ by cookie.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        if match is not None and match.func.__module__.startswith("allauth."):
            add_never_cache_headers(response)
        elif response.get("Content-Type", "").startswith("text/html") and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return answer
