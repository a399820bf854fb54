"""Somebody asks a shop before buying."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import ids
from core.actor import Actor, Role
from core.acts import act
from core.errors import DomainError, Invalid
from marketplace.catalog.models import Listing, Shop
from marketplace.catalog.pictures import Taken
from marketplace.conversations import writing
from marketplace.conversations.limits import refuse_flood, refuse_many_questions
from marketplace.conversations.models import Message, Thread
from marketplace.suspensions.refusals import refuse_suspended


@act("ask_shop", of="conversations")
def ask_shop(
    shop_id: int,
    *,
    words: str,
    photos: Sequence[Taken] = (),
    listing_id: int | None = None,
    now: datetime,
    actor: Actor,
) -> Message:
    """Write to a shop, about one of its goods if `listing_id` names one; all questions to it are one thread.

    Refused: `own_shop`, `shop_suspended`, `person_suspended`, `too_many_questions`, `too_many_messages`; `Invalid`:
    `goods_unknown`, and as `write_message`. Raises `Shop.DoesNotExist`.
    """
    said = writing.readable(words, photos)
    shop = Shop.objects.get(pk=shop_id)
    if actor.role is not Role.BUYER or shop.owner_id == actor.person:
        raise DomainError("own_shop", _("This is your own shop."))
    listing = _listing(shop, listing_id)
    refuse_flood(actor.person, now)
    refuse_suspended(person=actor.person, shops={shop.pk: shop.owner_id})
    thread = Thread.objects.select_for_update().filter(shop=shop, buyer_id=actor.person, order=None).first()
    if thread is None:
        refuse_many_questions(actor.person, now)
        thread = Thread.objects.create(id=ids.new_id(), shop=shop, buyer_id=actor.person, opened_at=now, last_at=now)
    return writing.write(thread, said, photos, now=now, actor=actor, listing=listing)


def _listing(shop: Shop, listing_id: int | None) -> Listing | None:
    if listing_id is None:
        return None
    found = Listing.objects.filter(pk=listing_id, shop=shop).first()
    if found is None:
        raise Invalid("goods_unknown", _("This shop does not have these goods."), field="listing")
    return found
