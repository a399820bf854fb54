"""The platform gives something away: an operator proposes it, and above a set budget a second one agrees."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import words
from core.actor import Actor, Role
from core.acts import act
from core.errors import DomainError, Invalid
from escrow.promotions import free_cover
from marketplace.coupons import facts, terms
from marketplace.coupons.models import Coupon
from marketplace.coupons.terms import Terms

LONGEST_REASON = 500


@act("propose_promotion", of="coupons")
def propose_promotion(given: Terms, reason: str, *, currency: str, now: datetime, actor: Actor) -> Coupon:
    """It counts at once when its `budget` is small, else when a second operator has agreed.

    Refused: `not_an_operator`, `code_taken`, `budget_uncovered` (it is more than what is the host's own); `Invalid`:
    reason_missing, budget_missing, and as `terms.check`.
    """
    _require_operator(actor)
    terms.check(given, now)
    said = words.line(reason, field="reason", at_most=LONGEST_REASON, needed=True)
    if given.budget is None:
        raise Invalid("budget_missing", _("Say how much may be given away in all."), field="budget")
    made = terms.of(given)
    made.currency, made.reason, made.made_by_id, made.made_at = currency, said, actor.person, now
    _check_cover(made)
    if given.budget <= settings.PROMOTION_FOUR_EYES_ABOVE:
        made.agreed_at = now
    terms.save(made)
    facts.record(made, "proposed", actor, now=now, budget=given.budget)
    return made


@act("agree_to_promotion", of="coupons")
def agree_to_promotion(coupon_id: int, *, now: datetime, actor: Actor) -> Coupon:
    """It counts from now on.

    Refused: `not_an_operator`, `decided_already`, `four_eyes`, `budget_uncovered`. Raises `Coupon.DoesNotExist`.
    """
    coupon = _waiting(coupon_id, actor)
    _check_cover(coupon)
    coupon.agreed_at, coupon.agreed_by_id = now, actor.person
    coupon.save(update_fields=["agreed_at", "agreed_by"])
    facts.record(coupon, "agreed", actor, now=now)
    return coupon


@act("decline_promotion", of="coupons")
def decline_promotion(coupon_id: int, *, now: datetime, actor: Actor) -> Coupon:
    """It never counts. Refused: `not_an_operator`, `decided_already`, `four_eyes`. Raises `Coupon.DoesNotExist`."""
    coupon = _waiting(coupon_id, actor)
    coupon.declined_at, coupon.declined_by_id = now, actor.person
    coupon.save(update_fields=["declined_at", "declined_by"])
    facts.record(coupon, "declined", actor, now=now)
    return coupon


def _waiting(coupon_id: int, actor: Actor) -> Coupon:
    _require_operator(actor)
    coupon = Coupon.objects.select_for_update().get(pk=coupon_id, shop=None)
    if coupon.agreed_at is not None or coupon.declined_at is not None:
        raise DomainError("decided_already", _("This has been decided."))
    if coupon.made_by_id == actor.person:
        raise DomainError("four_eyes", _("What you proposed, another operator decides."))
    return coupon


def _require_operator(actor: Actor) -> None:
    if actor.role is not Role.OPERATOR:
        raise DomainError("not_an_operator", _("Only an operator decides about promotions."))


def _check_cover(coupon: Coupon) -> None:
    """Each order asks again what the host can bear; nothing is announced that it cannot bear today."""
    if coupon.budget is not None and free_cover(coupon.currency) < coupon.budget:
        raise DomainError("budget_uncovered", _("That is more than what is the host’s own."), field="budget")
