"""After a refusal the buyer asks the desk: both sides have three days to show what they have."""

from datetime import datetime

from core.actor import Actor
from core.acts import act
from marketplace.claims import facts
from marketplace.claims.case import open_case
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.claims.turns import turn


@act("ask_for_ruling", of="claims")
def ask_for_ruling(claim_id: int, *, now: datetime, actor: Actor) -> Claim:
    """Open the window for evidence; the desk rules after it. Refused: `claim_closed`, `claim_not_now`."""
    case = open_case(claim_id, "ask_for_ruling", actor)
    told = facts.message(case.claim, "claim.ruling_asked", actor)
    turn(case, "ask_for_ruling", ClaimState.EVIDENCE, now=now, actor=actor, told=told)
    return case.claim
