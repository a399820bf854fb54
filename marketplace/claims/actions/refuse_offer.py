"""The other side does not want what is offered: the claim stands as it was made, and the shop's clock runs on."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.acts import act
from core.errors import DomainError
from marketplace.claims import facts
from marketplace.claims.case import open_case
from marketplace.claims.models import Claim, Offer
from marketplace.claims.states import ClaimState
from marketplace.claims.turns import turn


@act("refuse_offer", of="claims")
def refuse_offer(claim_id: int, *, now: datetime, actor: Actor) -> Claim:
    """Refuse the open offer. Refused: `claim_closed`, `claim_not_now`, `own_offer`."""
    case = open_case(claim_id, "refuse_offer", actor)
    offer = offer_to(case.claim, actor)
    Offer.objects.filter(pk=offer.pk).update(answered_at=now, answer="refused")
    told = facts.message(case.claim, "claim.offer_refused", actor, once=offer.pk, offer=offer.pk)
    turn(case, "refuse_offer", ClaimState.ASKED, now=now, actor=actor, told=told, offer=offer.pk)
    return case.claim


def offer_to(claim: Claim, actor: Actor) -> Offer:
    """The open offer that `actor` may answer. Raises DomainError `own_offer`."""
    offer = Offer.objects.get(claim=claim, answered_at=None)
    if offer.role == actor.role:
        raise DomainError("own_offer", _("The other side answers your offer first."))
    return offer
