"""The buyer takes the claim back: the order goes on where it stood still."""

from datetime import datetime

from core.actor import Actor
from core.acts import act
from marketplace.claims.case import open_case
from marketplace.claims.ends import end_without_money
from marketplace.claims.models import Claim, Statement
from marketplace.claims.statements import say
from marketplace.claims.states import Outcome


@act("withdraw", of="claims")
def withdraw(claim_id: int, *, now: datetime, actor: Actor) -> Claim:
    """End the claim without money. Refused: `claim_closed`, `claim_not_now`."""
    case = open_case(claim_id, "withdraw", actor)
    say(case.claim, Statement.Act.WITHDRAWN, "", now=now, actor=actor, needed=False)
    end_without_money(case, "withdraw", Outcome.WITHDRAWN, now=now, actor=actor)
    return case.claim
