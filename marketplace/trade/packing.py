"""Many orders marked as being packed at once, each for itself: one that refuses does not stop the others."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from core.actor import Actor
from core.errors import DomainError
from marketplace.catalog.models import Shop
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.models import Order

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Packing:
    """The numbers of orders that are being `packed` now, and of others with why they are not."""

    packed: list[str] = field(default_factory=list)
    refused: dict[str, DomainError] = field(default_factory=dict)


def pack_each(shop: Shop, chosen: Collection[str], *, now: datetime, actor: Actor) -> Packing:
    """Of the numbers those that are the shop's; of any others nothing is said."""
    done = Packing()
    # In the order in which locks are taken: inside somebody's transaction all of them are kept.
    found = Order.objects.filter(shop=shop, reference__in=chosen).order_by("pk")
    for number, reference in found.values_list("pk", "reference"):
        try:
            start_packing(number, now=now, actor=actor)
        except DomainError as refusal:
            done.refused[reference] = refusal
        else:
            done.packed.append(reference)
    return done
