"""Whoever is suspended, or whose shop is, says why that is wrong."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import effects
from core.actor import Actor
from core.acts import act
from core.effects import Effects, OpenDeadline
from core.errors import DomainError
from marketplace.suspensions import facts
from marketplace.suspensions.deciding import open_one
from marketplace.suspensions.imposing import readable
from marketplace.suspensions.models import Suspension

#: The deadline until which an appeal is promised to be decided.
PROMISE = "suspension_appeal"


@act("appeal_suspension", of="suspensions")
def appeal_suspension(suspension_id: int, *, words: str, now: datetime, actor: Actor) -> Suspension:
    """Appeal, once a suspension. It goes on meanwhile; the desk promises to decide in time.

    Refused: `suspension_over`, `not_yours`, `appealed_already`; `Invalid`: `words_missing`, `words_too_long`. Raises
    `Suspension.DoesNotExist`.
    """
    said = readable(words, field="words")
    suspension = open_one(suspension_id)
    if actor.user_id != suspension.person_id:
        raise DomainError("not_yours", _("Only whom it concerns can appeal."))
    if suspension.appealed_at is not None:
        raise DomainError("appealed_already", _("You have appealed already. An appeal is made once."))
    suspension.appeal, suspension.appealed_at = said, now
    suspension.save(update_fields=["appeal", "appealed_at"])
    due_at = now + timedelta(seconds=settings.SUSPENSION_APPEAL_PROMISE)
    promised = Effects(deadlines=(OpenDeadline(facts.subject(suspension), PROMISE, due_at),))
    told = facts.told(suspension, "suspension_appealed", "suspension.appealed", actor)
    effects.write(promised + told, now=now)
    return suspension
