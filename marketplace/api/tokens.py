"""Make, recognise and revoke tokens. `now` is real time (`core.clock.real_now`)."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from core import chance, clock, words
from core.errors import DomainError
from core.kept import Kept
from core.reading import Question
from core.twice import ChangedMeanwhile
from marketplace.api.models import Token
from marketplace.users.models import User, password_set

#: What every key begins with, so that one that leaked into a file is found by looking for it.
PREFIX = "danbao_"
MOST_TOKENS = 20
#: The last use is noted at most so often.
NOTED_EVERY = timedelta(minutes=1)

_BY_DIGEST = Kept(
    "token_by_digest",
    lambda digest: Token.objects.select_related("owner").filter(digest=digest, revoked_at=None, owner__is_active=True),
    str,
)
_NOTE_USE = Question(
    "note_token_use",
    "UPDATE api_token SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)",
)


def make_token(owner: User, *, name: str, scopes: Sequence[str], days: int, now: datetime) -> tuple[Token, str]:
    """A new token and its key, which nobody can read again.

    Raises `DomainError` `too_many_tokens`, `changed_meanwhile` (the password is another than when `owner` was read),
    `Invalid`.
    """
    name = words.line(name, field="name", at_most=60, needed=True)
    key = PREFIX + chance.token(32)
    with transaction.atomic():
        # Two at once take turns, so that each counts the other's. Nobody who only refers to the person has to wait.
        now_owner = User.objects.select_for_update(no_key=True).get(pk=owner.pk)
        if now_owner.password != owner.password:
            # What the old password gave has just ended: this would outlive it.
            raise ChangedMeanwhile
        if living(owner, now).count() >= MOST_TOKENS:
            told = _("You have %(most)s tokens. Revoke one first.")
            raise DomainError("too_many_tokens", told, {"most": MOST_TOKENS})
        token = Token.objects.create(
            owner=owner,
            name=name,
            scopes=list(scopes),
            digest=digest_of(key),
            tail=key[-4:],
            made_at=now,
            expires_at=now + timedelta(days=min(days, settings.TOKEN_MOST_DAYS)),
        )
    return token, key


def living(owner: User, now: datetime) -> QuerySet[Token]:
    """The owner's tokens that work, latest first."""
    return Token.objects.filter(owner=owner, revoked_at=None, expires_at__gt=now).order_by("-made_at", "-pk")


def revoke(token: Token, *, now: datetime) -> None:
    """End a token; one that was revoked before stays as it was."""
    Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now)


@receiver(password_set)
def end_with_password(user: User, **_sent: object) -> None:
    """End every token of somebody whose password is another one now: whoever knew the old one may have made it."""
    Token.objects.filter(owner=user, revoked_at=None).update(revoked_at=clock.real_now())


def recognise(key: str, *, now: datetime) -> Token | None:
    """The token with this key, if it works now; its use is noted."""
    found = _BY_DIGEST.first(digest_of(key))
    if found is None or found.expires_at <= now:
        return None
    if found.last_used_at is None or found.last_used_at <= now - NOTED_EVERY:
        _NOTE_USE.run(found.pk, now, now - NOTED_EVERY)
    return found


def digest_of(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode()).hexdigest()
