"""The API's description: for programs (OpenAPI 3.1) and for people. Both come from the views themselves."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from marketplace.api.reading import Part, parts


@cache
def description() -> dict[str, Any]:
    """The schema, in English, made once a process."""
    with translation.override("en"):
        made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # untyped
    return made


@cache
def chapters() -> list[Part]:
    """The schema as people read it."""
    return parts(description())


@require_safe
def schema(request: HttpRequest) -> JsonResponse:
    """The schema."""
    return JsonResponse(description(), content_type="application/vnd.oai.openapi+json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """How to begin, and every address there is."""
    return render(request, "api/docs.html", {"chapters": chapters(), "site_url": settings.SITE_URL})


@require_safe
def chapter(request: HttpRequest, slug: str) -> HttpResponse:
    """All operations about one thing, and what their bodies look like."""
    found = next((one for one in chapters() if one.slug == slug), None)
    if found is None:
        raise Http404
    return render(request, "api/chapter.html", {"chapter": found, "chapters": chapters()})
