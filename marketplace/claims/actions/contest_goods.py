"""What came back is not what was sent, says the shop: the desk is to rule."""

from collections.abc import Sequence
from datetime import datetime

from core.actor import Actor
from core.acts import act
from marketplace.claims import facts
from marketplace.claims.case import open_case
from marketplace.claims.models import Claim, GoodsBack, Statement
from marketplace.claims.statements import say
from marketplace.claims.states import ClaimState
from marketplace.claims.turns import turn


@act("contest_goods", of="claims")
def contest_goods(claim_id: int, *, words: str, photos: Sequence[int] = (), now: datetime, actor: Actor) -> Claim:
    """Open the window for evidence. Refused: `claim_closed`, `claim_not_now`; `Invalid` for missing words."""
    case = open_case(claim_id, "contest_goods", actor)
    say(case.claim, Statement.Act.CONTESTED, words, photos, now=now, actor=actor)
    GoodsBack.objects.filter(claim=case.claim).update(arrived_at=now)
    told = facts.message(case.claim, "claim.goods_contested", actor)
    turn(case, "contest_goods", ClaimState.EVIDENCE, now=now, actor=actor, told=told)
    return case.claim
