"""The buyer has handed the goods to a carrier, back to the shop."""

from datetime import datetime

from core import words
from core.actor import Actor
from core.acts import act
from marketplace.claims import facts
from marketplace.claims.case import open_case
from marketplace.claims.models import Claim, GoodsBack
from marketplace.claims.states import ClaimState
from marketplace.claims.turns import turn
from marketplace.orders.actions.ship_order import readable_number


@act("send_back", of="claims")
def send_back(claim_id: int, *, carrier: str, number: str, now: datetime, actor: Actor) -> Claim:
    """Note the carrier and the tracking number; the shop has 10 days to look at the goods.

    Refused: `claim_closed`, `claim_not_now`; `Invalid` for a number nobody can read.
    """
    case = open_case(claim_id, "send_back", actor)
    carrier = words.line(carrier, field="carrier", at_most=40, needed=True)
    number = readable_number(number)
    GoodsBack.objects.filter(claim=case.claim).update(carrier=carrier, number=number, sent_at=now)
    told = facts.message(case.claim, "claim.sent_back", actor)
    turn(case, "send_back", ClaimState.INSPECTING, now=now, actor=actor, told=told)
    return case.claim
