"""A message: looked at before any lock, kept with its pictures, and the other side told once in a burst."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from core import effects, ids
from core import words as typed
from core.actor import Actor, Role
from core.errors import Invalid
from marketplace.catalog.models import Listing
from marketplace.catalog.pictures import Taken
from marketplace.conversations import facts
from marketplace.conversations.models import Message, Photo, Thread

LONGEST = 2000
TICK = timedelta(microseconds=1)

OTHER = {Role.BUYER: Role.SELLER, Role.SELLER: Role.BUYER}


def readable(text: str, photos: Sequence[Taken]) -> str:
    """Some paragraphs. Raises `Invalid`: `words_missing` when there is no picture either, `words_too_long`."""
    said = typed.paragraphs(text, field="words", at_most=LONGEST)
    if not said and not photos:
        raise Invalid("words_missing", _("Write something here."), field="words")
    return said


def write(
    thread: Thread,
    said: str,
    photos: Sequence[Taken],
    *,
    now: datetime,
    actor: Actor,
    listing: Listing | None = None,
) -> Message:
    """Keep a message of one side in a thread that is locked. Whoever was told lately, and has not read since, is not
    told again.
    """
    other = OTHER[actor.role]
    told = unread(thread, other).filter(at__gt=now - timedelta(seconds=settings.MESSAGE_TOLD_AGAIN_AFTER)).exists()
    message = Message.objects.create(
        id=ids.new_id(),
        thread=thread,
        role=actor.role.value,
        author_id=actor.person,
        listing=listing,
        words=said,
        at=_moment(thread, now),
    )
    for taken in photos:
        Photo(id=ids.new_id(), message=message, uploaded_at=now).keep(taken, f"threads/{thread.pk}")
    if not told:
        effects.write(facts.sent(thread, message, other), now=now)
    thread.last_at = message.at
    thread.save(update_fields=["last_at"])
    return message


def _moment(thread: Thread, now: datetime) -> datetime:
    """Later than every message before it, so that a side has read exactly what stands before its mark."""
    newest = Message.objects.filter(thread=thread).aggregate(at=Max("at"))["at"]
    return now if newest is None else max(now, newest + TICK)


def unread(thread: Thread, role: Role) -> QuerySet[Message]:
    """What the other side wrote since `role` last read."""
    read_at = thread.read_mark(role)
    theirs = Message.objects.filter(thread=thread, role=OTHER[role].value)
    return theirs.filter(at__gt=read_at) if read_at else theirs
