"""The provider's time for evidence is over and it took in nothing of ours: it decides on what it has."""

from datetime import datetime

from core import effects
from core.actor import SYSTEM
from core.acts import act
from core.deadlines import due
from core.effects import CloseDeadline, Effects
from escrow.payments.disputes import EVIDENCE, of_chargeback
from escrow.payments.models import Chargeback
from marketplace.chargebacks import facts


@act("miss_evidence", of="chargebacks")
def miss_evidence(chargeback_id: int, *, now: datetime) -> bool:
    """Write it down, also when ours was refused or has had no answer yet.

    False when it was taken in, the dispute is decided, or its time has not come; or it was written down before.
    """
    chargeback = Chargeback.objects.select_for_update().get(pk=chargeback_id)
    about = of_chargeback(chargeback)
    if not due(now).filter(subject_type=about.type, subject_id=about.id, kind=EVIDENCE).exists():
        return False
    over = Effects(deadlines=(CloseDeadline(about, EVIDENCE, "passed"),))
    effects.write(over + facts.audit(chargeback, "evidence_missed", SYSTEM), now=now)
    return True
