"""The buyer's bank has given the money back: what is asked of the shop is settled by that."""

from datetime import datetime

from core.actor import Actor
from core.acts import act
from marketplace.claims.case import open_case
from marketplace.claims.ends import end_without_money
from marketplace.claims.models import Claim
from marketplace.claims.states import Outcome


@act("end_by_chargeback", of="claims")
def end_by_chargeback(claim_id: int, *, now: datetime, actor: Actor) -> Claim:
    """End the claim without money, for the provider. Refused: `claim_closed`, `claim_not_now`."""
    case = open_case(claim_id, "end_by_chargeback", actor)
    end_without_money(case, "end_by_chargeback", Outcome.CHARGED_BACK, now=now, actor=actor)
    return case.claim
