"""An operator does not agree with a proposed ruling: another one can be proposed."""

from datetime import datetime

from core import effects
from core.actor import Actor
from core.acts import act
from marketplace.claims import deciding, facts
from marketplace.claims.actions.agree_to_ruling import waiting
from marketplace.claims.case import open_case
from marketplace.claims.models import Ruling
from marketplace.claims.statements import readable


@act("decline_ruling", of="claims")
def decline_ruling(ruling_id: int, *, reasons: str, now: datetime, actor: Actor) -> Ruling:
    """Put the proposal aside, with reasons; whoever proposed it may do so too. No clock changes.

    Refused: `claim_closed`, `claim_not_now`, `ruling_decided`, `own_order`, `ruled_before`; `Invalid` for missing
    reasons.
    """
    case = open_case(Ruling.objects.values_list("claim_id", flat=True).get(pk=ruling_id), "decline_ruling", actor)
    ruling = waiting(case, ruling_id)
    deciding.require_impartial(case, actor)
    Ruling.objects.filter(pk=ruling.pk).update(
        declined_at=now, declined_by_id=actor.user_id, declined_reasons=readable(reasons, field="reasons")
    )
    told = facts.message(case.claim, "claim.ruling_declined", actor, once=ruling.pk, ruling=ruling.pk)
    effects.write(told + facts.audit(case.claim, "decline_ruling", actor, ruling=ruling.pk), now=now)
    return Ruling.objects.get(pk=ruling.pk)
