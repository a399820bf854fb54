"""The API's description: for programs (OpenAPI 3.1) and for people. Both come from the views themselves."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

METHODS = ("get", "put", "patch", "post", "delete")
#: What every operation may answer stands once, above them all.
SAID_ONCE = {"304", "400", "401", "403", "404", "413", "415", "422", "429"}


@cache
def description() -> dict[str, Any]:
    """The schema, in English, made once a process."""
    with translation.override("en"):
        made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]  # untyped
    return made


@require_safe
def schema(request: HttpRequest) -> JsonResponse:
    """The schema."""
    return JsonResponse(description(), content_type="application/vnd.oai.openapi+json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The schema on a page."""
    tags: dict[str, list[dict[str, Any]]] = {}
    for operation in _operations(description()):
        tags.setdefault(operation["tags"][0], []).append(operation)
    return render(request, "api/docs.html", {"tags": tags, "info": description()["info"]})


def _operations(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path, item in made["paths"].items():
        for method in METHODS:
            if method in item:
                yield _operation(made, path, method, item[method])


def _operation(made: dict[str, Any], path: str, method: str, told: dict[str, Any]) -> dict[str, Any]:
    answers = {code: answer for code, answer in told["responses"].items() if code not in SAID_ONCE}
    return {
        **told,
        "path": path,
        "method": method.upper(),
        "open": {} in told.get("security", []),
        "asks": [one for one in told.get("parameters", []) if one["in"] != "path"],
        "takes": _fields(made, told.get("requestBody", {}).get("content", {})),
        "answers": [
            {
                "code": code,
                "description": answer.get("description", ""),
                "fields": _fields(made, answer.get("content", {})),
            }
            for code, answer in answers.items()
            if code[0] == "2"
        ],
    }


def _fields(made: dict[str, Any], content: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of a body, each with its type in a word."""
    shape: dict[str, Any] = next(iter(content.values()), {"schema": {}})["schema"]
    shape = _followed(made, shape.get("items", shape))
    wanted = shape.get("required", [])
    return [
        {"name": name, "type": _type(made, field), "required": name in wanted}
        for name, field in shape.get("properties", {}).items()
    ]


def _followed(made: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in shape:
        found: dict[str, Any] = made["components"]["schemas"][shape["$ref"].rsplit("/", 1)[-1]]
        return found
    return shape


def _type(made: dict[str, Any], field: dict[str, Any]) -> str:
    if "$ref" in field:
        return str(field["$ref"].rsplit("/", 1)[-1])
    for several in ("allOf", "oneOf", "anyOf"):
        if several in field:
            return " | ".join(_type(made, one) for one in field[several])
    kind = field.get("type", "")
    if kind == "array":
        return f"[{_type(made, field['items'])}]"
    return " | ".join(kind) if isinstance(kind, list) else str(field.get("format", kind))
