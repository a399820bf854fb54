"""Refusals: what a person may not do, said in words.

A `DomainError` is a value, not an accident: a form shows its sentence, the API answers it as a 409 problem (RFC
9457). Anything that is not a `DomainError` is a bug and crashes loudly.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal with a stable `code` and a sentence in the reader's language.

    `message` is a lazy translation; `params` are filled in by `%(name)s` when it is shown. `field` names the form
    field it belongs to, if it belongs to one. `status` is the HTTP status a machine gets.
    """

    status = 409

    def __init__(
        self, code: str, message: str | Promise, params: Mapping[str, Any] | None = None, *, field: str | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.params = dict(params or {})
        self.field = field

    @property
    def words(self) -> str:
        """The sentence, translated now, with its parameters."""
        return str(self.message) % self.params if self.params else str(self.message)

    def __str__(self) -> str:
        return f"{self.code}: {self.words}"


class Invalid(DomainError):
    """What was sent cannot be read or is out of bounds: 400 for a machine, a field error for a person."""

    status = 400


class Mismatch(DomainError):
    """The same idempotency key came again with other content."""

    status = 422
