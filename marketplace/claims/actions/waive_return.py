"""The shop does not want the goods back after all: the money goes back at once."""

from datetime import datetime

from core.actor import Actor
from core.acts import act
from marketplace.claims.agreeing import forget_postage
from marketplace.claims.case import open_case
from marketplace.claims.ends import end_with_refund
from marketplace.claims.models import Claim
from marketplace.claims.states import Outcome


@act("waive_return", of="claims")
def waive_return(claim_id: int, *, now: datetime, actor: Actor) -> Claim:
    """Refund without return. Refused: `claim_closed`, `claim_not_now`, `back_too_much`."""
    case = open_case(claim_id, "waive_return", actor)
    forget_postage(case)
    end_with_refund(case, "waive_return", Outcome.AGREED, now=now, actor=actor)
    return case.claim
