"""How a view says in the schema (OpenAPI 3.1, built by drf-spectacular) what it takes and answers."""

import json
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS

from core.problems import MEDIA_TYPE
from marketplace.api.models import SCOPES

View = TypeVar("View", bound=Callable[..., Any])
Takes = type[serializers.Serializer[Any]] | serializers.Serializer[Any] | None

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "pattern": "^[!-~]{1,60}$"},
    OpenApiParameter.HEADER,
    required=True,
    description="A word nobody else uses. The same request again under the same key gets the first answer again.",
)
CURSOR = OpenApiParameter("cursor", OpenApiTypes.STR, description="Where the page begins: take the link `next`.")
LIMIT = OpenApiParameter(
    "limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 24}, description="Rows of a page."
)


class FieldProblem(serializers.Serializer[Any]):
    field = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    detail = serializers.CharField()


class Problem(serializers.Serializer[Any]):
    """RFC 9457. Tell refusals apart by `code`; `detail` is a sentence in the reader's language."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    code = serializers.CharField()
    errors = FieldProblem(many=True)  # type: ignore[assignment]  # a field, whatever serializers call so


HERE = Path(__file__).parent
TOLD: dict[str, dict[str, Any]] = tomllib.loads((HERE / "told.toml").read_text(encoding="utf-8"))
#: What any request may meet, and what only those that send something.
ALWAYS = {
    400: "It cannot be read or is out of bounds.",
    401: "Nobody has signed in, or the token does not work.",
    403: "The token lacks the scope, or this is for the other party.",
    404: "There is nothing here, or it is not yours.",
    413: "Too large.",
    429: "Too many requests; `Retry-After` says for how long.",
}
SENDING = {
    409: "Not possible as things stand: `code` and `detail` say why.",
    415: "Only JSON is read.",
    422: "The same Idempotency-Key came before with another body.",
}


def operation(
    name: str,
    summary: str,
    *,
    tag: str,
    answer: Takes,
    status: int = 200,
    takes: Takes = None,
    query: Sequence[OpenApiParameter | type[serializers.Serializer[Any]]] = (),
    method: str = "get",
    as_form: Takes = None,
    may_refuse: bool = False,
) -> Callable[[View], View]:
    """Describe a view's method, which takes `takes` as JSON, `as_form` as a form with files, or either. `answer` None:
    nothing is answered (204). A GET that `may_refuse` answers 409 as acts do.

    What a summary has no room for, and a body that would be taken, stand in told.toml under the operation's name; some
    answers in answers/.
    """
    told = TOLD.get(name, {})
    parameters: list[Any] = list(query)
    if method == "post":
        parameters.append(IDEMPOTENCY_KEY)
    met = ALWAYS if method == "get" else {**ALWAYS, **SENDING}
    if may_refuse:
        met = {**met, 409: SENDING[409]}
    problems = {(code, MEDIA_TYPE): OpenApiResponse(Problem, words) for code, words in met.items()}
    bodies = {"application/json": takes, "multipart/form-data": as_form}
    unchanged = {304: OpenApiResponse(description="As your ETag says.")} if method == "get" else {}
    return extend_schema(
        operation_id=name,
        summary=summary,
        description=told.get("about"),
        tags=[tag],
        parameters=parameters,
        examples=_examples(name, status),
        request={media: body for media, body in bodies.items() if body} or None,
        responses={status: answer or OpenApiResponse(description="Done."), **unchanged, **problems},
    )


def _examples(name: str, status: int) -> list[OpenApiExample]:
    told, answered = TOLD.get(name, {}), HERE / "answers" / f"{name}.json"
    found = [OpenApiExample("sent", told["example"], request_only=True)] if "example" in told else []
    if answered.exists():
        value = json.loads(answered.read_text(encoding="utf-8"))
        found.append(OpenApiExample("answered", value, response_only=True, status_codes=[str(status)]))
    return found


def picture(
    name: str, summary: str, *, tag: str, query: Sequence[type[serializers.Serializer[Any]]]
) -> Callable[[View], View]:
    """Describe a GET that answers a picture."""
    problems = {(code, MEDIA_TYPE): OpenApiResponse(Problem, words) for code, words in ALWAYS.items()}
    shown = {(200, "image/webp"): OpenApiResponse(OpenApiTypes.BINARY, "The picture.")}
    return extend_schema(
        operation_id=name,
        summary=summary,
        description=TOLD.get(name, {}).get("about"),
        tags=[tag],
        parameters=list(query),
        responses={**shown, **problems},
    )


def page_of(row: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """The shape of one page of a list."""
    return inline_serializer(
        f"{row.__name__}Page",
        {
            "next": serializers.CharField(allow_null=True),
            "previous": serializers.CharField(allow_null=True),
            "results": row(many=True),
        },
    )


#: What stands in an address, by its name there.
IN_ADDRESS = {
    "reference": "The number of the order, or of the payment, as people read it.",
    "number": "Its `id`.",
    "sku": "The `id` of what is chosen.",
    "photo": "The `id` of the picture.",
    "slug": "The name of the shop in its address.",
    "kind": "`capital_in`, `capital_draw`, `provider_fee`, `tax_remittance`, `goodwill` or `debt_write_off`.",
}


def say_all(result: dict[str, Any], **_made: Any) -> dict[str, Any]:
    """Let nothing go unsaid: what stands in an address, what a good answer is. drf-spectacular runs it at the end."""
    for item in result["paths"].values():
        for told in item.values():
            for one in told.get("parameters", ()):
                if one["in"] == "path":
                    one.setdefault("description", IN_ADDRESS.get(one["name"], ""))
            for answer in told["responses"].values():
                answer["description"] = answer["description"] or "Done; it is answered as it stands now."
    return result


class Schema(AutoSchema):
    """drf-spectacular's. It takes no docstring of ours for a description, and names a token's scopes as its roles."""

    def get_description(self) -> str:  # type: ignore[override]  # as drf-spectacular has it
        return ""

    def get_auth(self) -> list[dict[str, list[str]]]:
        ways: list[dict[str, list[str]]] = super().get_auth()
        view: Any = self.view
        safe = self.method in SAFE_METHODS
        if safe and view.public:
            return ways
        if self.method in view.by_session:
            return [{BrowserScheme.name: []}]
        wanted = view.to_read if safe else view.to_act
        if not safe and hasattr(view, "of"):
            wanted = [SCOPES[role] for role in view.of]
        scopes = [scope.value for scope in wanted]
        return [{name: scopes if name == TokenScheme.name else []} for way in ways for name in way]


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # untyped
    """Found by drf-spectacular by being there."""

    target_class = "marketplace.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "description": "A token made on the page “Tokens” of your account."}


class BrowserScheme(SessionScheme):  # type: ignore[no-untyped-call]  # untyped
    """As above."""

    target_class = "marketplace.api.authentication.SessionAuthentication"
    name = "session"
    priority = 1
