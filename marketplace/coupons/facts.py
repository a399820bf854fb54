"""The names under which coupons leave facts: ids and amounts alone.

| fact | audit action (subject "coupon"), and its data |
|---|---|
| a shop made one | made: {} |
| an operator proposed a promotion | proposed: budget |
| a second operator agreed, or did not | agreed, declined: {} |
| it counts no longer, or again | paused, resumed: {} |
"""

from datetime import datetime

from core import effects
from core.actor import Actor
from core.effects import Audit, Effects, Subject
from marketplace.coupons.models import Coupon


def record(coupon: Coupon, action: str, actor: Actor, *, now: datetime, **data: int) -> None:
    """Write the audit row, in the caller's transaction."""
    about = Subject("coupon", coupon.pk, coupon.book_id)
    effects.write(Effects(audits=(Audit(about, action, actor, data),)), now=now)
