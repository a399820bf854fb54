"""What becomes of a suspension is decided by another operator than the one who suspended."""

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.errors import DomainError
from marketplace.suspensions.imposing import require_operator
from marketplace.suspensions.locks import lock_person
from marketplace.suspensions.models import Suspension


def open_one(suspension_id: int) -> Suspension:
    """The suspension, its person locked. Raises DomainError `suspension_over`; `Suspension.DoesNotExist`."""
    lock_person(Suspension.objects.values_list("person_id", flat=True).get(pk=suspension_id))
    found = Suspension.objects.select_related("person").get(pk=suspension_id)
    if not found.is_open:
        raise DomainError("suspension_over", _("This suspension has been lifted already."))
    return found


def require_another(suspension: Suspension, actor: Actor) -> None:
    """Raises DomainError: `not_an_operator`, `own_suspension`, `suspended_by_you`."""
    require_operator(suspension.person, actor)
    if actor.person == suspension.by_id:
        raise DomainError("suspended_by_you", _("You suspended it. What follows, another operator decides."))
