"""After a refusal the buyer asks for something else, and the shop is asked anew."""

from collections.abc import Sequence
from datetime import datetime

from core.actor import Actor
from core.acts import act
from marketplace.claims import binding, facts, sums
from marketplace.claims.asking import Asked
from marketplace.claims.case import open_case
from marketplace.claims.dividing import to_buyer
from marketplace.claims.models import Claim, ClaimLine, Statement
from marketplace.claims.statements import say
from marketplace.claims.states import ClaimState
from marketplace.claims.turns import turn


@act("change_claim", of="claims")
def change_claim(
    claim_id: int, asked: Asked, *, words: str, photos: Sequence[int] = (), now: datetime, actor: Actor
) -> Claim:
    """Ask for `asked` instead, for the same reason. Refused: `claim_closed`, `claim_not_now`, and as `open_claim`."""
    case = open_case(claim_id, "change", actor)
    claim = case.claim
    fields = sums.read_asked(case.order, asked, reason=claim.reason, shipped=claim.shipped)
    for name, value in fields.items():
        setattr(claim, name, value)
    claim.save(update_fields=list(fields))
    ClaimLine.objects.filter(claim=claim).delete()
    ClaimLine.objects.bulk_create(sums.lines_of(claim, asked))
    binding.bind_again(case, now=now, actor=actor)
    said = say(claim, Statement.Act.CHANGED, words, photos, now=now, actor=actor)
    told = facts.message(claim, "claim.changed", actor, once=said.pk, amount=to_buyer(case.hold, claim))
    turn(case, "change", ClaimState.ASKED, now=now, actor=actor, told=told, amount=to_buyer(case.hold, claim))
    return claim
