"""An operator shows the provider why a disputed charge was right: once, within the provider's time."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects, ids, words
from core.actor import Actor
from core.acts import act
from core.errors import DomainError, Invalid
from escrow.payments.models import Chargeback
from escrow.payments.states import ChargebackState
from marketplace.chargebacks import evidence, facts, stakes
from marketplace.chargebacks.models import Evidence

LONGEST = 2000


@act("submit_evidence", of="chargebacks")
def submit_evidence(chargeback_id: int, *, statement: str, now: datetime, actor: Actor) -> Evidence:
    """Keep what is to be shown, as it stands now; the worker sends it.

    Refused: `own_order`, `chargeback_decided`, `evidence_late`, `evidence_known`; `Invalid` for missing or too many
    words.
    """
    Chargeback.objects.select_for_update().get(pk=chargeback_id)
    chargeback = Chargeback.objects.select_related("capture__payment").get(pk=chargeback_id)
    stakes.refuse_own(chargeback, actor.person)
    said = words.paragraphs(statement, field="statement", at_most=LONGEST)
    if not said:
        raise Invalid("words_missing", _("Write something here."), field="statement")
    if chargeback.state != ChargebackState.OPEN:
        raise DomainError("chargeback_decided", _("The provider said before how this dispute ended."))
    if now >= chargeback.evidence_due_at:
        raise DomainError("evidence_late", _("The provider takes in nothing more: its time has passed."))
    if Evidence.objects.filter(chargeback=chargeback).exists():
        raise DomainError("evidence_known", _("Our evidence was sent already."))
    made = Evidence.objects.create(
        id=ids.new_id(),
        chargeback=chargeback,
        operator_id=actor.person,
        words=said,
        document=evidence.document(chargeback, said),
        made_at=now,
    )
    effects.write(facts.audit(chargeback, "submit_evidence", actor), now=now)
    return made
