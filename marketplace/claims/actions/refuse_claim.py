"""The shop refuses what the buyer asks, and says why."""

from collections.abc import Sequence
from datetime import datetime

from core.actor import Actor
from core.acts import act
from marketplace.claims import facts
from marketplace.claims.case import open_case
from marketplace.claims.ends import end_without_money
from marketplace.claims.models import Claim, Statement
from marketplace.claims.statements import say
from marketplace.claims.states import ClaimState, Outcome
from marketplace.claims.turns import turn


@act("refuse_claim", of="claims")
def refuse_claim(claim_id: int, *, words: str, photos: Sequence[int] = (), now: datetime, actor: Actor) -> Claim:
    """Refuse; the buyer has 7 days to change the claim, withdraw it or ask for a ruling.

    Before shipping the refusal ends the claim, so that the shop can ship: the buyer may cancel once the promise has
    passed, and may claim again once the parcel is on its way. Refused: `claim_closed`, `claim_not_now`; `Invalid` for
    missing words.
    """
    case = open_case(claim_id, "refuse", actor)
    said = say(case.claim, Statement.Act.REFUSED, words, photos, now=now, actor=actor)
    if not case.claim.shipped:
        end_without_money(case, "refuse", Outcome.REFUSED, now=now, actor=actor)
        return case.claim
    told = facts.message(case.claim, "claim.refused", actor, once=said.pk)
    turn(case, "refuse", ClaimState.REFUSED, now=now, actor=actor, told=told)
    return case.claim
