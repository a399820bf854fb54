"""What is said about a claim, and shown: kept as it was said."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import ids
from core import words as typed
from core.actor import Actor
from core.errors import Invalid
from marketplace.claims.models import Claim, Photo, Statement

LONGEST = 2000
MOST_PHOTOS = 9


def say(
    claim: Claim,
    act: Statement.Act,
    words: str,
    photos: Sequence[int] = (),
    *,
    now: datetime,
    actor: Actor,
    needed: bool = True,
) -> Statement:
    """Keep what `actor` said, with pictures that their own side has uploaded to the order.

    Raises `Invalid`: `words_missing`, `words_too_long`, `photos_too_many`, `photos_unknown`.
    """
    words = readable(words, needed=needed and not photos)
    shown = _shown(claim, photos, actor)
    said = Statement.objects.create(
        id=ids.new_id(), claim=claim, role=actor.role.value, author_id=actor.person, act=act, words=words, at=now
    )
    said.photos.add(*shown)
    return said


def readable(words: str, *, field: str = "words", needed: bool = True) -> str:
    """Some paragraphs without controls. Raises `Invalid` when they are too long, or missing though `needed`."""
    text = typed.paragraphs(words, field=field, at_most=LONGEST)
    if needed and not text:
        raise Invalid("words_missing", _("Write something here."), field=field)
    return text


def _shown(claim: Claim, photos: Sequence[int], actor: Actor) -> list[Photo]:
    wanted = set(photos)
    if len(wanted) > MOST_PHOTOS:
        raise Invalid(
            "photos_too_many", _("Show at most %(most)s pictures at once."), {"most": MOST_PHOTOS}, field="photos"
        )
    found = list(Photo.objects.filter(pk__in=wanted, order_id=claim.order_id, role=actor.role.value))
    if len(found) != len(wanted):
        raise Invalid("photos_unknown", _("One of the pictures is not there. Please send it again."), field="photos")
    return found
