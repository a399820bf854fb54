"""A second operator agrees with a ruling above the set amount: now it is given."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.acts import act
from core.errors import DomainError
from marketplace.claims import deciding
from marketplace.claims.case import Case, open_case
from marketplace.claims.models import Ruling


@act("agree_to_ruling", of="claims")
def agree_to_ruling(ruling_id: int, *, now: datetime, actor: Actor) -> Ruling:
    """Give the ruling. Refused: `claim_closed`, `claim_not_now`, `ruling_decided`, `four_eyes`, `own_order`,
    `ruled_before`.
    """
    case = open_case(Ruling.objects.values_list("claim_id", flat=True).get(pk=ruling_id), "agree_to_ruling", actor)
    ruling = waiting(case, ruling_id)
    deciding.require_impartial(case, actor)
    if actor.user_id == ruling.operator_id:
        raise DomainError("four_eyes", _("Somebody else must agree with your ruling."))
    Ruling.objects.filter(pk=ruling_id).update(second_id=actor.person)
    deciding.give(case, ruling, "agree_to_ruling", now=now, actor=actor)
    return Ruling.objects.get(pk=ruling_id)


def waiting(case: Case, ruling_id: int) -> Ruling:
    """The proposal that waits. Raises DomainError `ruling_decided` when this is not it."""
    ruling = deciding.proposal_of(case)
    if ruling is None or ruling.pk != ruling_id:
        raise DomainError("ruling_decided", _("This ruling has been decided on already."))
    return ruling
