"""After the appeal another operator looks again, and the suspension stays."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects
from core.actor import Actor
from core.acts import act
from core.effects import CloseDeadline, Effects
from core.errors import DomainError
from marketplace.suspensions import facts
from marketplace.suspensions.deciding import open_one, require_another
from marketplace.suspensions.imposing import readable
from marketplace.suspensions.models import Suspension


@act("keep_suspension", of="suspensions")
def keep_suspension(suspension_id: int, *, reason: str, now: datetime, actor: Actor) -> Suspension:
    """Keep it, with a reason for whom it concerns. It can still be lifted later on.

    Refused: `suspension_over`, `not_an_operator`, `own_suspension`, `suspended_by_you`, `not_appealed`,
    `appeal_decided`; `Invalid`: `words_missing`, `words_too_long`. Raises `Suspension.DoesNotExist`.
    """
    said = readable(reason)
    suspension = open_one(suspension_id)
    require_another(suspension, actor)
    if suspension.appealed_at is None:
        raise DomainError("not_appealed", _("Nobody has appealed against this suspension."))
    if suspension.kept_at is not None:
        raise DomainError("appeal_decided", _("This appeal has been decided already."))
    suspension.kept_reason, suspension.kept_at, suspension.kept_by_id = said, now, actor.person
    suspension.save(update_fields=["kept_reason", "kept_at", "kept_by"])
    over = Effects(deadlines=(CloseDeadline(facts.subject(suspension), "*"),))
    effects.write(over + facts.told(suspension, "suspension_kept", "suspension.kept", actor), now=now)
    return suspension
