"""Who may enter the desk: operators. To everybody else it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponseBase]


def operator(view: View) -> View:
    """Let operators in, answer 404 to others, and let nothing be kept by a cache."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not (request.user.is_authenticated and request.user.is_active and request.user.is_staff):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(guarded)


def demo_only(view: View) -> View:
    """Nothing of this exists outside the demo."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def acting(request: HttpRequest) -> int:
    """The id of the operator who acts. Call it behind `operator`."""
    if request.user.pk is None:
        raise Http404
    return request.user.pk
