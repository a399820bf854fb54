"""Every refusal of the API as problem details, in the reader's language."""

from collections.abc import Callable, Iterator
from typing import Any

from django.core.exceptions import (
    BadRequest,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.response import Response

from core.errors import DomainError, Mismatch
from core.problems import MEDIA_TYPE, problem


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; None, and so a crash, for what is no refusal."""
    body = _body(error)
    if body is None:
        return None
    headers = {}
    if isinstance(error, exceptions.APIException):
        if told := getattr(error, "auth_header", None):
            headers["WWW-Authenticate"] = told
        if wait := getattr(error, "wait", None):
            headers["Retry-After"] = str(int(wait))
    return Response(body, status=body["status"], headers=headers, content_type=MEDIA_TYPE)


def _body(error: Exception) -> dict[str, Any] | None:
    if isinstance(error, Mismatch):
        return problem(
            error.status, error.code, _("This Idempotency-Key came before with another request. Take a new one.")
        )
    if isinstance(error, DomainError):
        fields = [_field(error.field, error.code, error.words)] if error.field else []
        return problem(error.status, error.code, error.words, fields)
    if isinstance(error, exceptions.ValidationError):
        return problem(400, "invalid", _("Some of what was sent cannot be taken."), list(_fields(error.detail)))
    if isinstance(error, exceptions.APIException):
        return problem(error.status_code, str(_code(error)), str(error.detail))
    return next((problem(*row()) for kind, row in _DJANGO.items() if isinstance(error, kind)), None)


def _too_large() -> tuple[int, str, str]:
    return 413, "too_large", _("This is more than can be taken at once.")


def _unreadable() -> tuple[int, str, str]:
    return 400, "unreadable", _("This request cannot be read.")


#: Django's own refusals; the first that fits.
_DJANGO: dict[type[Exception], Callable[[], tuple[int, str, str]]] = {
    Http404: lambda: (404, "not_found", _("There is nothing here, or it is not yours.")),
    PermissionDenied: lambda: (403, "permission_denied", _("You may not do this.")),
    RequestDataTooBig: _too_large,
    TooManyFieldsSent: _too_large,
    TooManyFilesSent: _too_large,
    BadRequest: _unreadable,
    SuspiciousOperation: _unreadable,
}


def _code(error: exceptions.APIException) -> Any:
    return getattr(error.detail, "code", error.default_code)


def _fields(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Each error with its field: `address.phone`, `variants.0.price`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from _fields(inner, _join(path, "" if name == "non_field_errors" else str(name)))
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _fields(inner, _join(path, str(number)) if nested else path)
    else:
        yield _field(path, str(getattr(detail, "code", "invalid")), str(detail))


def _join(path: str, name: str) -> str:
    return ".".join(part for part in (path, name) if part)


def _field(path: str, code: str, detail: str) -> dict[str, str]:
    return {"field": path, "code": code, "detail": detail}
