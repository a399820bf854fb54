"""A side has seen what the other wrote, up to one of its messages."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.acts import act
from core.errors import DomainError
from marketplace.conversations.models import Message, Reading, Thread
from marketplace.conversations.writing import OTHER


@act("mark_read", of="conversations")
def mark_read(thread_id: int, *, up_to: datetime, now: datetime, actor: Actor) -> bool:
    """Keep that `actor` has now seen what was written to them until `up_to`. False when that is nothing new.

    A mark never goes back. Refused: `not_yours`. Raises `Thread.DoesNotExist`.
    """
    thread = Thread.objects.select_for_update(of=("self",)).select_related("shop").get(pk=thread_id)
    if thread.side_of(actor.person) is not actor.role:
        raise DomainError("not_yours", _("Only the two sides of a conversation read it."))
    theirs = Message.objects.filter(thread=thread, role=OTHER[actor.role].value, at__lte=up_to)
    seen = theirs.order_by("-at").values_list("at", flat=True).first()
    before = thread.read_mark(actor.role)
    if seen is None or (before is not None and before >= seen):
        return False
    name = f"{actor.role.value}_read_at"
    setattr(thread, name, seen)
    thread.save(update_fields=[name])
    Reading.objects.create(thread=thread, role=actor.role.value, up_to=seen, at=now)
    return True
