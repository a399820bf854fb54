"""A shop makes a coupon."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.acts import act
from core.errors import DomainError
from marketplace.catalog.models import Shop
from marketplace.catalog.refusals import refuse_closed
from marketplace.coupons import facts, terms
from marketplace.coupons.models import Coupon, coupons_that_go_on
from marketplace.coupons.terms import Terms
from marketplace.suspensions.refusals import refuse_suspended


@act("make_coupon", of="coupons")
def make_coupon(shop: Shop, given: Terms, *, now: datetime, actor: Actor) -> Coupon:
    """From now on it takes something off the goods of `shop`; the shop bears it.

    Refused: `code_taken`, `coupons_too_many`, `shop_closed`, `shop_suspended`, `person_suspended`; `Invalid` as
    `terms.check`.
    """
    terms.check(given, now)
    refuse_suspended(person=actor.person, shops={shop.pk: shop.owner_id})
    refuse_closed(shop.pk)
    if Coupon.objects.filter(coupons_that_go_on(now), shop=shop).count() >= settings.MAX_COUPONS:
        raise DomainError(
            "coupons_too_many",
            _("Your shop has %(most)s coupons that have not ended. It cannot have more at a time."),
            {"most": settings.MAX_COUPONS},
        )
    made = terms.of(given)
    made.shop, made.currency, made.made_by_id = shop, shop.currency, actor.person
    made.made_at = made.agreed_at = now
    terms.save(made)
    facts.record(made, "made", actor, now=now)
    return made
