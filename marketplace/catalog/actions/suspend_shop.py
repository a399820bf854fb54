"""An operator suspends a shop."""

from datetime import datetime

from core.actor import Actor
from core.acts import act
from marketplace.catalog.models import Shop
from marketplace.suspensions import imposing
from marketplace.suspensions.locks import lock_person
from marketplace.suspensions.models import Kind, Suspension


@act("suspend_shop", of="catalog")
def suspend_shop(shop_id: int, *, reason: str, now: datetime, actor: Actor) -> Suspension:
    """At once its goods vanish from the shelves and its payouts wait; orders that were placed run on.

    `reason` is read by the owner. Refused: `not_an_operator`, `own_suspension`, `suspended_already`; `Invalid`:
    `words_missing`, `words_too_long`. Raises `Shop.DoesNotExist`.
    """
    said = imposing.readable(reason)
    owner = lock_person(Shop.objects.values_list("owner_id", flat=True).get(pk=shop_id))
    imposing.require_may_suspend(Kind.SHOP, owner, actor)
    return imposing.impose(Kind.SHOP, shop_id, owner, reason=said, now=now, actor=actor)
