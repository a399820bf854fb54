"""A coupon counts no longer, or again. What was placed with it keeps it."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.acts import act
from core.errors import DomainError
from marketplace.coupons import facts
from marketplace.coupons.models import Coupon


@act("pause_coupon", of="coupons")
def pause_coupon(coupon_id: int, *, now: datetime, actor: Actor) -> Coupon:
    """Refused: `promotion_not_agreed` (a second operator has not agreed, or has declined), `coupon_paused_already`.
    Raises `Coupon.DoesNotExist`.
    """
    coupon = _agreed(coupon_id)
    if coupon.paused_at is not None:
        raise DomainError("coupon_paused_already", _("This coupon is paused already."))
    coupon.paused_at = now
    coupon.save(update_fields=["paused_at"])
    facts.record(coupon, "paused", actor, now=now)
    return coupon


@act("resume_coupon", of="coupons")
def resume_coupon(coupon_id: int, *, now: datetime, actor: Actor) -> Coupon:
    """Refused: as `pause_coupon`, and `coupon_not_paused`. Raises `Coupon.DoesNotExist`."""
    coupon = _agreed(coupon_id)
    if coupon.paused_at is None:
        raise DomainError("coupon_not_paused", _("This coupon is not paused."))
    coupon.paused_at = None
    coupon.save(update_fields=["paused_at"])
    facts.record(coupon, "resumed", actor, now=now)
    return coupon


def _agreed(coupon_id: int) -> Coupon:
    """One that counts or did. A shop's own needs nobody's agreement."""
    coupon = Coupon.objects.select_for_update().get(pk=coupon_id)
    if coupon.agreed_at is None:
        raise DomainError("promotion_not_agreed", _("Nobody has agreed with this promotion: it does not count."))
    return coupon
