"""The API's description as people read it: operations by what they are about, and the shapes they take and answer."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify

METHODS = ("get", "put", "patch", "post", "delete")
SHAPES = "#/components/schemas/"
#: What drf-spectacular says of choices once more, below the words of ours.
CHOICES = re.compile(r"\n*^\* `.*", re.MULTILINE | re.DOTALL)
LIST = "list of"
#: Characters of a line of an example.
WIDE = 72
#: What stands in the place of a path where it is us who ask.
YOURS = "your own address"
#: What JSON Schema calls formats.
WORDS = {"date-time": "time", "binary": "file"}
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing in a shape, a query or an address. `kinds` are words; those that name a shape lead to it."""

    name: str
    kinds: tuple[tuple[str, str], ...]
    about: SafeString
    required: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What a body looks like."""

    name: str
    about: SafeString
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to ask for. `scopes`: what a token needs, one of them; None when nobody need sign in."""

    name: str
    method: str
    path: str
    summary: SafeString
    about: SafeString
    scopes: tuple[str, ...] | None
    asks: tuple[Field, ...]
    takes: tuple[Field, ...]
    media: str
    example: str
    status: str
    answers: tuple[tuple[str, str], ...]
    answered: str


@dataclass(frozen=True, slots=True)
class Part:
    """All operations about one thing."""

    slug: str
    name: str
    about: SafeString
    operations: tuple[Operation, ...]
    shapes: tuple[Shape, ...]


def parts(made: Schema) -> list[Part]:
    """The description by what it tells of, in the order in which that is told; inside in that of the addresses."""
    told = {tag["name"]: tag["description"] for tag in made.get("tags", ())}
    tags: dict[str, list[tuple[str, str, Schema]]] = {name: [] for name in told}
    for path, item in made["paths"].items():
        for method in METHODS:
            if method in item:
                tags.setdefault(item[method]["tags"][0], []).append((path, method, item[method]))
    for name, item in made.get("webhooks", {}).items():
        tags.setdefault(item["post"]["tags"][0], []).append((YOURS, "post", {"operationId": name, **item["post"]}))
    return [
        Part(
            slugify(tag),
            tag,
            marked(told.get(tag, "")),
            tuple(_operation(made, *row) for row in rows),
            tuple(_shapes(made, [one for _path, _method, one in rows])),
        )
        for tag, rows in tags.items()
        if rows
    ]


def marked(text: str) -> SafeString:
    """Words with what stands in `backticks` as code."""
    pieces = CHOICES.sub("", text).split("`")
    rows = ((format_html('<code class="code">{}</code>', one) if n % 2 else one,) for n, one in enumerate(pieces))
    return format_html_join("", "{}", rows)


def _operation(made: Schema, path: str, method: str, told: Schema) -> Operation:
    media, body = _first(told.get("requestBody", {}))
    status, answer = next((code, one) for code, one in told["responses"].items() if code[0] == "2")
    kind, content = _first(answer)
    tokens = [way["token"] for way in told.get("security", ()) if "token" in way]
    return Operation(
        told["operationId"],
        method.upper(),
        path,
        marked(told["summary"]),
        marked(told.get("description", "")),
        None if {} in told.get("security", [None]) else tuple(tokens[0] if tokens else ()),
        tuple(_asked(made, one) for one in told.get("parameters", ()) if one["in"] != "header"),
        _fields(made, body.get("schema", {})),
        media,
        _example(body),
        status,
        _kinds(made, content.get("schema", {})) if kind == "application/json" else ((kind, ""),) * bool(kind),
        _example(content),
    )


def _first(body: Schema) -> tuple[str, Schema]:
    """What is sent or answered, and as what."""
    found: list[tuple[str, Schema]] = list(body.get("content", {}).items())
    return found[0] if found else ("", {})


def _example(content: Schema) -> str:
    """The first example of a body, as it is written."""
    values = [one["value"] for one in content.get("examples", {}).values()]
    return written(values[0]) if values else ""


def written(value: Any, indent: int = 0) -> str:
    """JSON as a person would set it: what is short in one line, what is long below each other."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) + indent <= WIDE or not isinstance(value, dict | list):
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, dict):
        rows = [f"{json.dumps(name)}: {written(inner, indent + 2)}" for name, inner in value.items()]
    else:
        rows = [written(inner, indent + 2) for inner in value]
    begin, end = "{}" if isinstance(value, dict) else "[]"
    return begin + "".join(f"\n{pad}{row}," for row in rows).rstrip(",") + f"\n{' ' * indent}{end}"


def _asked(made: Schema, one: Schema) -> Field:
    return Field(
        one["name"], _kinds(made, one["schema"]), marked(one.get("description", "")), one.get("required", False)
    )


def _fields(made: Schema, shape: Schema) -> tuple[Field, ...]:
    shape = _followed(made, shape)
    wanted = shape.get("required", ())
    return tuple(
        Field(name, _kinds(made, field), marked(field.get("description", "")), name in wanted)
        for name, field in shape.get("properties", {}).items()
    )


def _followed(made: Schema, shape: Schema) -> Schema:
    found: Schema = made["components"]["schemas"][_named(shape)] if "$ref" in shape else shape
    return found


def _named(shape: Schema) -> str:
    return str(shape["$ref"]).removeprefix(SHAPES)


def _kinds(made: Schema, field: Schema) -> tuple[tuple[str, str], ...]:
    """The types of a field in words, each with the name of its shape if it is one. Choices are told one by one."""
    if "$ref" in field:
        choices = _followed(made, field).get("enum")
        return _choices(choices) if choices else ((_named(field), _named(field)),)
    for several in ("allOf", "oneOf", "anyOf"):
        if several in field:
            return tuple(kind for one in field[several] for kind in _kinds(made, one))
    if "enum" in field:
        return _choices(field["enum"])
    if field.get("type") == "array":
        return ((LIST, ""), *_kinds(made, field["items"]))
    kind = field.get("type", "object")
    said = WORDS.get(field.get("format", ""))
    return tuple(
        (said if said and one != "null" else str(one), "") for one in (kind if isinstance(kind, list) else [kind])
    )


def _choices(values: list[Any]) -> tuple[tuple[str, str], ...]:
    return tuple((json.dumps(value), "") for value in values)


def _shapes(made: Schema, operations: list[Schema]) -> Iterator[Shape]:
    """Every shape that is answered or taken, and those inside it, each once, by name."""
    found: dict[str, Shape] = {}
    waiting = [ref for told in operations for ref in _references([told.get("requestBody"), _good(told["responses"])])]
    while waiting:
        name = waiting.pop()
        shape = made["components"]["schemas"][name]
        if name not in found and "enum" not in shape:
            found[name] = Shape(name, marked(str(shape.get("description", ""))), _fields(made, shape))
            waiting += _references(shape)
    return iter(sorted(found.values(), key=lambda one: one.name))


def _good(responses: Schema) -> list[Any]:
    return [answer for code, answer in responses.items() if code[0] == "2"]


def _references(inside: Any) -> Iterator[str]:
    if isinstance(inside, dict):
        if isinstance(inside.get("$ref"), str):
            yield _named(inside)
        inside = list(inside.values())
    if isinstance(inside, list):
        for one in inside:
            yield from _references(one)
