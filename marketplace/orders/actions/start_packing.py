"""The seller begins to pack: from now until the promise has passed the buyer cannot cancel alone."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects
from core.actor import Actor
from core.acts import act
from core.errors import DomainError
from marketplace.orders import facts
from marketplace.orders.locks import lock_order
from marketplace.orders.models import Order
from marketplace.orders.refusals import require_answered, require_unshipped


@act("start_packing", of="orders")
def start_packing(order_id: int, *, now: datetime, actor: Actor) -> Order:
    """Mark a paid order as being packed.

    Refused: `not_paid`, `order_ended`, `claim_open`, `frozen`, `shipped`, `packed_already`.
    """
    order = lock_order(order_id)
    require_answered(order)
    require_unshipped(order)
    if order.packed_at is not None:
        raise DomainError("packed_already", _("This order is being packed already."))
    order.packed_at = now
    order.save(update_fields=["packed_at"])
    effects.write(facts.audit(order, "packed", actor) + facts.message(order, "order.packed"), now=now)
    return order
