"""An act asked for twice under one `Idempotency-Key` happens once: the second time its first answer is given again.

Built on `core.idempotency`: key, act and answer commit together; a refusal leaves no key behind. While the first one is
still under way, the second is refused at once and need not wait.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, Invalid
from core.idempotency import fingerprint, once
from core.twice import twice

#: What a key may look like.
KEY = re.compile(r"[\x21-\x7e]{1,60}")
Act = Callable[[], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose act it is, under which key, and what exactly is asked (JSON)."""

    owner: str
    key: str
    content: dict[str, Any]


def readable_key(text: str | None) -> str:
    """The key of a request. Raises `Invalid` when it is missing or no key."""
    if text is None:
        raise Invalid("idempotency_key_missing", _("Send an Idempotency-Key with every POST: a word nobody else uses."))
    if not KEY.fullmatch(text):
        raise Invalid("idempotency_key_unreadable", _("An Idempotency-Key is 1 to 60 printable ASCII characters."))
    return text


def act_under_key(asked: Asked, act: Act, *, now: datetime) -> tuple[dict[str, Any], bool]:
    """The answer of `act`, and whether it is a first answer given again.

    Raises `Mismatch` for the same key with other content, `DomainError` `in_flight` while the first is under way, and
    what `act` raises.
    """
    acted = False

    def noted() -> dict[str, Any]:
        nonlocal acted
        acted = True
        return act()

    def run() -> dict[str, Any]:
        with transaction.atomic():
            _take_turn(asked)
            return once(asked.owner, f"api:{asked.key}", asked.content, noted, now=now)

    answer = twice(run)
    return answer, not acted


def _take_turn(asked: Asked) -> None:
    """Hold the key until the transaction ends, or be refused: nobody waits for a rival's whole act."""
    number = int(fingerprint([asked.owner, asked.key])[:15], 16)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        (mine,) = cursor.fetchone()
    if not mine:
        raise DomainError("in_flight", _("The same request is still under way. Ask again in a moment."))
