"""One side writes in a thread, or about an order that has none yet."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import ids
from core.actor import Actor
from core.acts import act
from core.errors import DomainError
from marketplace.catalog.pictures import Taken
from marketplace.conversations import writing
from marketplace.conversations.limits import refuse_flood
from marketplace.conversations.models import Message, Thread
from marketplace.orders.locks import lock_order
from marketplace.suspensions.refusals import refuse_suspended


@act("write_message", of="conversations")
def write_message(thread_id: int, *, words: str, photos: Sequence[Taken] = (), now: datetime, actor: Actor) -> Message:
    """Write in a thread; nothing is changed or taken back afterwards. `photos`: catalog.pictures.take_all.

    Who is suspended writes about orders, and answers, but asks nothing new. Refused: `not_yours`, `person_suspended`,
    `too_many_messages`; `Invalid`: `words_missing`, `words_too_long`.
    """
    said = writing.readable(words, photos)
    refuse_flood(actor.person, now)
    thread = Thread.objects.select_for_update(of=("self",)).select_related("shop").get(pk=thread_id)
    if thread.side_of(actor.person) is not actor.role:
        raise DomainError("not_yours", _("Only the two sides of a conversation write in it."))
    if thread.order_id is None and thread.buyer_id == actor.person:
        refuse_suspended(person=actor.person)
    return writing.write(thread, said, photos, now=now, actor=actor)


@act("write_about_order", of="conversations")
def write_about_order(
    order_id: int, *, words: str, photos: Sequence[Taken] = (), now: datetime, actor: Actor
) -> Message:
    """Write to the other side of an order. Refused: `not_yours`, `too_many_messages`; `Invalid` as `write_message`."""
    said = writing.readable(words, photos)
    order = lock_order(order_id)
    if not order.concerns(actor.user_id):
        raise DomainError("not_yours", _("Only the two sides of a conversation write in it."))
    refuse_flood(actor.person, now)
    thread, _new = Thread.objects.select_for_update(of=("self",)).get_or_create(
        order=order,
        defaults={"id": ids.new_id(), "shop": order.shop, "buyer_id": order.buyer_id, "opened_at": now, "last_at": now},
    )
    thread.shop = order.shop
    if thread.side_of(actor.person) is not actor.role:
        raise DomainError("not_yours", _("Only the two sides of a conversation write in it."))
    return writing.write(thread, said, photos, now=now, actor=actor)
