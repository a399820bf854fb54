"""Rendering: the reader's language, the stylesheet, and refusals as pages."""

import functools
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from django.views.decorators.http import require_GET

from escrow.sandbox.refused import Refused
from escrow.sandbox.words import LANGUAGES, Words

STYLESHEET: Final = (Path(__file__).parent / "sandbox.css").read_text(encoding="utf-8")
TITLES: Final = {HTTPStatus.NOT_FOUND: "unknown", HTTPStatus.CONFLICT: "conflict"}


def language(request: HttpRequest) -> str:
    """`en` or `zh-hans`: the reader's choice here, else what the merchant asked for, else the browser's."""
    for name in ("lang", "language"):
        if request.GET.get(name) in LANGUAGES:
            return request.GET[name]
    accepted = request.headers.get("Accept-Language", "").strip().lower()
    return "zh-hans" if accepted.startswith("zh") else "en"


def words(request: HttpRequest) -> Words:
    """What the pages say, in the reader's language."""
    return LANGUAGES[language(request)]


def render(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """A page, with its words and a link to itself in the other language."""
    here = language(request)
    other = "en" if here == "zh-hans" else "zh-hans"
    query = request.GET.copy()
    query["lang"] = other
    shared = {
        "w": LANGUAGES[here],
        "lang": here,
        "other_lang": LANGUAGES[other]["html_lang"],
        "other_href": f"?{query.urlencode()}" if request.method == "GET" else "",
    }
    return django_render(request, f"sandbox/{template}.html", {**shared, **context}, status=status)


def person(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A refusal becomes a page that says what to do."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            return refusal(request, refused)

    return guarded


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page of a refusal: its sentence names the words, or its status does."""
    say = words(request)
    name = refused.sentence if f"{refused.sentence}_title" in say else TITLES.get(HTTPStatus(refused.status), "unknown")
    context = {"title": say[f"{name}_title"], "more": say[f"{name}_more"]}
    return render(request, "refused", context, refused.status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that is none of ours."""
    return refusal(request, Refused(HTTPStatus.NOT_FOUND, "unknown"))


@require_GET
def stylesheet(_request: HttpRequest) -> HttpResponse:
    """The one stylesheet."""
    headers = {"Cache-Control": "max-age=300"}
    return HttpResponse(STYLESHEET, content_type="text/css; charset=utf-8", headers=headers)
