"""What time does after a release: the buyer may still ask for some days; then it is final."""

from datetime import datetime

from core import effects
from core.actor import SYSTEM
from core.acts import act
from core.deadlines import due
from core.effects import CloseDeadline, Effects
from marketplace.claims import after_sale
from marketplace.orders import facts
from marketplace.orders.locks import lock_order


@act("open_after_sale", of="claims")
def open_after_sale(order_id: int, *, now: datetime) -> bool:
    """The money was released: promise how long the buyer may still ask. Told twice, it is done once."""
    begun = after_sale.begin(lock_order(order_id))
    effects.write(begun, now=now)
    return bool(begun.deadlines)


@act("pass_after_sale", of="claims")
def pass_after_sale(order_id: int, *, now: datetime) -> bool:
    """The time to ask is over: the release is final. A claim that was made in time goes on.

    False when that is known, or has not come.
    """
    order = lock_order(order_id)
    if not due(now).filter(subject_type="order", subject_id=order.pk, kind=after_sale.KIND).exists():
        return False
    over = Effects(deadlines=(CloseDeadline(facts.subject(order), after_sale.KIND, "passed"),))
    effects.write(over + facts.audit(order, "after_sale_passed", SYSTEM), now=now)
    return True
