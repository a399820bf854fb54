"""The same request twice acts once. A key belongs to its owner (a user, a session, an API token).

A key is claimed first, in the lock order; a rival with the same key waits for the first one's commit and then gets its
answer. Acts that write in a transaction of their own run under `once`; a money move bears its key along.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Mismatch
from core.models import IdempotencyKey


def fingerprint(content: Any) -> str:
    """A short digest of what was asked, so that the same key with other content is noticed."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Idempotency:
    """A key with the answer its first use gets."""

    owner: str
    key: str
    fingerprint: str
    answer: dict[str, Any]

    def document(self) -> dict[str, Any]:
        """What the database's function reads."""
        return {"owner": self.owner, "key": self.key, "fingerprint": self.fingerprint, "answer": self.answer}


class Repeated(Exception):
    """The key came before with the same content: nothing was written now. `answer` is what it got then."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(answer)
        self.answer = answer


def mismatch() -> Mismatch:
    """The key came before with other content."""
    return Mismatch(
        "idempotency_mismatch", _("This form was sent before with other content. Please open the page again.")
    )


def readable(key: str) -> str:
    """The key. Raises `Invalid` for one that no form of ours bears."""
    if "\0" in key:
        raise Invalid("idempotency_unreadable", _("This form cannot be read. Please open the page again."))
    return key


def once(owner: str, key: str, content: Any, act: Callable[[], dict[str, Any]], *, now: datetime) -> dict[str, Any]:
    """Run `act` under `key` and keep its answer (a JSON object); a second call gets the first one's answer.

    Call it inside a transaction: key, act and answer commit together, and a refusal leaves no key behind. Raises
    `Mismatch` when `key` came before with other `content`; `Invalid` for a key that no form of ours bears.
    """
    digest = fingerprint(content)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_idempotencykey (owner, key, fingerprint, created_at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (owner, key) DO NOTHING RETURNING id",
            [owner, readable(key), digest, now],
        )
        fresh = cursor.fetchone()
    if fresh is None:
        kept = IdempotencyKey.objects.get(owner=owner, key=key)
        return first_answer((kept.fingerprint, kept.answer), digest)
    answer = act()
    IdempotencyKey.objects.filter(pk=fresh[0]).update(answer=answer)
    return answer


def first_answer(before: tuple[str, dict[str, Any] | None], digest: str) -> dict[str, Any]:
    """The answer kept with a fingerprint. Raises `Mismatch` when that is not `digest`."""
    if before[0] != digest:
        raise mismatch()
    return before[1] or {}
