"""An operator divides what is held, or was released, with reasons."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import effects, ids
from core.actor import Actor
from core.acts import act
from core.errors import DomainError
from marketplace.claims import deciding, facts, sums
from marketplace.claims.asking import Divided
from marketplace.claims.case import open_case
from marketplace.claims.dividing import to_buyer
from marketplace.claims.models import Ruling
from marketplace.claims.statements import readable


@act("propose_ruling", of="claims")
def propose_ruling(claim_id: int, divided: Divided, *, reasons: str, now: datetime, actor: Actor) -> Ruling:
    """Rule: `divided` goes to the buyer (it may be nothing, or all that is left), the rest to the shop.

    Given at once when no more than `RULING_FOUR_EYES_ABOVE` (minor units) is divided; otherwise it waits for a second
    operator. Refused: `claim_closed`, `claim_not_now`, `own_order`, `ruled_before`, `proposed_already`,
    `back_too_much`; `Invalid` for missing reasons.
    """
    case = open_case(claim_id, "propose_ruling", actor)
    deciding.require_impartial(case, actor)
    if deciding.proposal_of(case) is not None:
        raise DomainError("proposed_already", _("A ruling waits for a second operator already."))
    ruling = Ruling.objects.create(
        id=ids.new_id(),
        claim=case.claim,
        number=deciding.number_now(case),
        operator_id=actor.person,
        reasons=readable(reasons, field="reasons"),
        proposed_at=now,
        **sums.read_divided(case.hold, divided),
    )
    if case.hold.left <= settings.RULING_FOUR_EYES_ABOVE:
        deciding.give(case, ruling, "propose_ruling", now=now, actor=actor)
    else:
        told = facts.message(case.claim, "claim.ruling_proposed", actor, once=ruling.pk, ruling=ruling.pk)
        record = facts.audit(case.claim, "propose_ruling", actor, ruling=ruling.pk, amount=to_buyer(case.hold, ruling))
        effects.write(told + record, now=now)
    return Ruling.objects.get(pk=ruling.pk)
