"""Refusals as machines read them: problem details (RFC 9457)."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse
from django.utils.translation import gettext as _

MEDIA_TYPE = "application/problem+json"


def title_of(status: int) -> str:
    """The status in the reader's words."""
    return {
        400: _("This request cannot be read"),
        401: _("Sign in first"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Not possible here"),
        409: _("Not possible now"),
        413: _("Too large"),
        415: _("Only JSON is read here"),
        422: _("This request contradicts an earlier one"),
        429: _("Too many requests"),
        500: _("Something broke on our side"),
    }.get(status) or HTTPStatus(status).phrase


def problem(status: int, code: str, detail: str, errors: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    """The body of a problem. `errors` name fields: {"field", "code", "detail"}.

    Its type is about:blank, so `title` says what the status means; what programs tell apart is `code`.
    """
    return {
        "type": "about:blank",
        "title": title_of(status),
        "status": status,
        "detail": detail,
        "code": code,
        "errors": list(errors),
    }


def problem_response(status: int, code: str, detail: str) -> JsonResponse:
    """A problem as a whole answer, for what is refused before a view runs."""
    return JsonResponse(problem(status, code, detail), status=status, content_type=MEDIA_TYPE)
