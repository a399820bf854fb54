"""The other side accepts the offer: it is what is asked from now on, and it is done."""

from datetime import datetime

from core.actor import Actor
from core.acts import act
from marketplace.claims import agreeing, binding
from marketplace.claims.actions.refuse_offer import offer_to
from marketplace.claims.case import open_case
from marketplace.claims.models import Claim, Offer
from marketplace.claims.states import Outcome

TERMS = ("wish", "goods", "other", "tax", "postage_by", "postage")


@act("accept_offer", of="claims")
def accept_offer(claim_id: int, *, now: datetime, actor: Actor) -> Claim:
    """Agree on the open offer. Refused: `claim_closed`, `claim_not_now`, `own_offer`, and as `agree` refuses."""
    case = open_case(claim_id, "accept_offer", actor)
    offer = offer_to(case.claim, actor)
    Offer.objects.filter(pk=offer.pk).update(answered_at=now, answer="accepted")
    for name in TERMS:
        setattr(case.claim, name, getattr(offer, name))
    case.claim.save(update_fields=list(TERMS))
    binding.bind_again(case, now=now, actor=actor)
    agreeing.carry_out(case, "accept_offer", Outcome.OFFER_ACCEPTED, now=now, actor=actor)
    return case.claim
