"""One side offers something else than what is asked."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import ids
from core.actor import Actor, Role
from core.acts import act
from core.errors import DomainError
from marketplace.claims import facts, sums
from marketplace.claims.agreeing import require_return_possible
from marketplace.claims.asking import Offered
from marketplace.claims.case import open_case
from marketplace.claims.dividing import to_buyer
from marketplace.claims.models import Offer, Statement, Wish
from marketplace.claims.statements import say
from marketplace.claims.states import ClaimState
from marketplace.claims.turns import turn


@act("make_offer", of="claims")
def make_offer(claim_id: int, offered: Offered, *, words: str = "", now: datetime, actor: Actor) -> Offer:
    """Offer, or answer the other side's offer with another; at most two a side. The shop's own clock stands still.

    Refused: `claim_closed`, `claim_not_now`, `own_offer`, `offers_used`, `return_address_missing`, `custody_limit`,
    `back_too_much`; `Invalid` for what cannot be read.
    """
    case = open_case(claim_id, "offer", actor)
    mine = Offer.objects.filter(claim=case.claim, role=actor.role.value)
    if mine.filter(answered_at=None).exists():
        raise DomainError("own_offer", _("The other side answers your offer first."))
    if mine.count() >= settings.MAX_OFFERS:
        raise DomainError("offers_used", _("Each side can make two offers, and you have made yours."))
    fields = sums.read_offered(case.claim, offered)
    if actor.role == Role.SELLER and fields["wish"] == Wish.RETURN:
        require_return_possible(case, now)
    Offer.objects.filter(claim=case.claim, answered_at=None).update(answered_at=now, answer="countered")
    offer = Offer.objects.create(id=ids.new_id(), claim=case.claim, role=actor.role.value, made_at=now, **fields)
    say(case.claim, Statement.Act.OFFERED, words, now=now, actor=actor, needed=False)
    amount = to_buyer(case.hold, offer)
    told = facts.message(
        case.claim, "claim.offered", actor, once=offer.pk, offer=offer.pk, amount=amount, wish=offer.wish
    )
    turn(case, "offer", ClaimState.OFFERED, now=now, actor=actor, told=told, offer=offer.pk, amount=amount)
    return offer
