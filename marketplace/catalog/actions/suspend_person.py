"""An operator suspends a person, and their shop with them."""

from datetime import datetime

from core.actor import Actor
from core.acts import act
from marketplace.catalog.models import Shop
from marketplace.suspensions import imposing
from marketplace.suspensions.locks import lock_person
from marketplace.suspensions.models import Kind, Suspension
from marketplace.suspensions.queries import is_suspended


@act("suspend_person", of="catalog")
def suspend_person(person_id: int, *, reason: str, now: datetime, actor: Actor) -> Suspension:
    """At once they can place no order, open no shop and write no review; orders that are open run on with all rights.

    Their shop is suspended by the same act. `reason` is read by them. Refused: `not_an_operator`, `own_suspension`,
    `operators_not_alone`, `suspended_already`; `Invalid`: `words_missing`, `words_too_long`. Raises
    `User.DoesNotExist`.
    """
    said = imposing.readable(reason)
    person = lock_person(person_id)
    imposing.require_may_suspend(Kind.PERSON, person, actor)
    made = imposing.impose(Kind.PERSON, person.pk, person, reason=said, now=now, actor=actor)
    shop = Shop.objects.filter(owner=person).first()
    if shop is not None and not is_suspended(Kind.SHOP, shop.pk):
        imposing.impose(Kind.SHOP, shop.pk, person, reason=said, now=now, actor=actor)
    return made
