"""An operator has reached somebody whose time had passed without effect. Nobody says so of what is their own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import deadlines
from core.actor import Actor
from core.effects import Audit, Effects, Subject, write
from core.errors import DomainError
from core.models import Deadline
from marketplace.trade.untold import deadlines_of_own


def record_told(deadline: Deadline, *, now: datetime, actor: Actor) -> None:
    """An operator has told the person: that is the proof, and it stands in the record. Their time runs from now.

    Refused: `own_order`, `own_money` (their bank account); `told_already` when there is a proof meanwhile, or nothing
    to prove any more.
    """
    is_own = Deadline.objects.filter(deadlines_of_own(actor.person), pk=deadline.pk).exists()
    if is_own and deadline.subject_type == "payout_account":
        raise DomainError("own_money", _("This concerns you. Somebody else decides about it."))
    if is_own:
        raise DomainError("own_order", _("This is about an order of your own. Somebody else decides about it."))
    about = Subject(deadline.subject_type, deadline.subject_id, deadline.book_id)
    with transaction.atomic():
        told = deadlines.give_notice(about.type, about.id, [deadline.kind], at=now, told_at=deadline.window_from)
        if not told:
            raise DomainError("told_already", _("Somebody has told them already, or it is over."))
        write(Effects(audits=(Audit(about, "told_in_person", actor, {"deadline": deadline.kind}),)), now=now)
