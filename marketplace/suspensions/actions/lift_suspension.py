"""A suspension ends: another operator lifts it, after an appeal or without one."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects
from core.actor import Actor
from core.acts import act
from core.effects import CloseDeadline, Effects
from core.errors import DomainError
from escrow.payments.actions.stop_payouts import let_payouts_go
from marketplace.suspensions import facts
from marketplace.suspensions.deciding import open_one, require_another
from marketplace.suspensions.imposing import CAUSE, readable
from marketplace.suspensions.models import Kind, Suspension
from marketplace.suspensions.queries import is_suspended


@act("lift_suspension", of="suspensions")
def lift_suspension(suspension_id: int, *, reason: str, now: datetime, actor: Actor) -> Suspension:
    """Lift it, with a reason for whom it concerns: goods stand on the shelves again, and payouts that waited go on.

    Refused: `suspension_over`, `not_an_operator`, `own_suspension`, `suspended_by_you`, `person_first`; `Invalid`:
    `words_missing`, `words_too_long`. Raises `Suspension.DoesNotExist`.
    """
    said = readable(reason)
    suspension = open_one(suspension_id)
    require_another(suspension, actor)
    if suspension.subject_type == Kind.SHOP and is_suspended(Kind.PERSON, suspension.person_id):
        raise DomainError("person_first", _("The owner is suspended as well. Lift that first."))
    suspension.lifted_reason, suspension.lifted_at, suspension.lifted_by_id = said, now, actor.person
    suspension.save(update_fields=["lifted_reason", "lifted_at", "lifted_by"])
    let_payouts_go(cause=CAUSE, cause_id=suspension.pk, now=now, actor=actor)
    over = Effects(deadlines=(CloseDeadline(facts.subject(suspension), "*"),))
    effects.write(over + facts.told(suspension, "suspension_lifted", "suspension.lifted", actor), now=now)
    return suspension
