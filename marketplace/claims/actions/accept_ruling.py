"""One side accepts the ruling; once both have, or the other side's time to appeal has passed, it is final."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects
from core.actor import Actor, Role
from core.acts import act
from core.errors import DomainError
from marketplace.claims import clocks, deciding, facts
from marketplace.claims.case import open_case
from marketplace.claims.ends import end_by_ruling
from marketplace.claims.models import Claim, Ruling
from marketplace.claims.states import Outcome

#: The clock of the other side: it ends with that side's acceptance, or by itself.
_OTHERS = {Role.BUYER: "appeal_seller", Role.SELLER: "appeal_buyer"}


@act("accept_ruling", of="claims")
def accept_ruling(claim_id: int, *, now: datetime, actor: Actor) -> Claim:
    """Accept for the side of `actor`, who cannot appeal any more. Refused: `claim_closed`, `claim_not_now`,
    `accepted_already`.
    """
    case = open_case(claim_id, "accept_ruling", actor)
    ruling = deciding.first_ruling(case)
    require_not_accepted(ruling, actor)
    field = f"accepted_by_{actor.role.value}_at"
    Ruling.objects.filter(pk=ruling.pk).update(**{field: now})
    told = facts.message(case.claim, "claim.ruling_accepted", actor, once=actor.role.value, ruling=ruling.pk)
    if clocks.runs(case, _OTHERS[actor.role]):
        record = facts.audit(case.claim, "accept_ruling", actor, ruling=ruling.pk)
        effects.write(told + record + clocks.met(case, f"appeal_{actor.role.value}"), now=now)
    else:
        effects.write(told, now=now)
        end_by_ruling(case, ruling, "accept_ruling", Outcome.RULED, now=now, actor=actor)
    return case.claim


def require_not_accepted(ruling: Ruling, actor: Actor) -> None:
    """Raises DomainError `accepted_already`."""
    if getattr(ruling, f"accepted_by_{actor.role.value}_at"):
        raise DomainError("accepted_already", _("You have accepted this ruling."))
