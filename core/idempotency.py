"""The same request twice acts once. A key belongs to its owner (a user, a session, an API token).

Used by acts that write in a transaction of their own (placing an order, asking for a payout). A key is claimed first,
in the lock order; a rival with the same key waits for the first one's commit and then gets its answer.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid, Mismatch
from core.models import IdempotencyKey


def fingerprint(content: Any) -> str:
    """A short digest of what was asked, so that the same key with other content is noticed."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def once(owner: str, key: str, content: Any, act: Callable[[], dict[str, Any]], *, now: datetime) -> dict[str, Any]:
    """Run `act` under `key` and keep its answer (a JSON object); a second call gets the first one's answer.

    Call it inside a transaction: key, act and answer commit together, and a refusal leaves no key behind. Raises
    `Mismatch` when `key` came before with other `content`; `Invalid` for a key that no form of ours bears.
    """
    if "\0" in key:
        raise Invalid("idempotency_unreadable", _("This form cannot be read. Please open the page again."))
    digest = fingerprint(content)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_idempotencykey (owner, key, fingerprint, created_at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (owner, key) DO NOTHING RETURNING id",
            [owner, key, digest, now],
        )
        fresh = cursor.fetchone()
    if fresh is None:
        return _first_answer(owner, key, digest)
    answer = act()
    IdempotencyKey.objects.filter(pk=fresh[0]).update(answer=answer)
    return answer


def _first_answer(owner: str, key: str, digest: str) -> dict[str, Any]:
    before = IdempotencyKey.objects.get(owner=owner, key=key)
    if before.fingerprint != digest:
        raise Mismatch(
            "idempotency_mismatch", _("This form was sent before with other content. Please open the page again.")
        )
    answer: dict[str, Any] = before.answer or {}
    return answer
