"""The shop does what the buyer asks."""

from datetime import datetime

from core.actor import Actor
from core.acts import act
from marketplace.claims import agreeing
from marketplace.claims.case import open_case
from marketplace.claims.models import Claim
from marketplace.claims.states import Outcome


@act("agree", of="claims")
def agree(claim_id: int, *, now: datetime, actor: Actor) -> Claim:
    """Give what is asked: at once, or when the goods have come back.

    Refused: `claim_closed`, `claim_not_now`, `return_address_missing`, `custody_limit`, `back_too_much`.
    """
    case = open_case(claim_id, "agree", actor)
    agreeing.carry_out(case, "agree", Outcome.AGREED, now=now, actor=actor)
    return case.claim
