"""The goods are back with the shop and right: the money goes back."""

from datetime import datetime

from core.actor import Actor
from core.acts import act
from marketplace.claims.case import open_case
from marketplace.claims.ends import end_with_refund
from marketplace.claims.models import Claim, GoodsBack
from marketplace.claims.states import Outcome


@act("accept_goods", of="claims")
def accept_goods(claim_id: int, *, now: datetime, actor: Actor) -> Claim:
    """Refund what was agreed. Refused: `claim_closed`, `claim_not_now`, `back_too_much`."""
    case = open_case(claim_id, "accept_goods", actor)
    GoodsBack.objects.filter(claim=case.claim).update(arrived_at=now)
    end_with_refund(case, "accept_goods", Outcome.RETURNED, now=now, actor=actor)
    return case.claim
