"""Our evidence on its way to the provider: asked outside any transaction, until there is an answer."""

import logging
from datetime import datetime, timedelta

from django.db.models import Q

from core import effects, words
from core.actor import PROVIDER
from core.acts import act
from core.effects import CloseDeadline, Effects
from escrow.payments import gateways
from escrow.payments.disputes import EVIDENCE, of_chargeback
from escrow.payments.models import Chargeback
from escrow.payments.providers.protocol import EvidenceRefused, GatewayError
from marketplace.chargebacks import facts
from marketplace.chargebacks.models import Evidence

logger = logging.getLogger(__name__)

#: How long whoever sends something has it for themselves, and when a provider that did not answer is asked again.
LEASE = timedelta(seconds=30)


def work_off_evidence(now: datetime) -> int:
    """Send what waits, to providers that are set up. Answers how many had an answer; sent twice, the provider counts
    it once.
    """
    waiting = Evidence.objects.filter(Q(asked_at=None) | Q(asked_at__lte=now - LEASE), sent_at=None, refused="")
    known = Q(chargeback__gateway__in=gateways.known())
    if others := waiting.exclude(known).count():
        logger.error("evidence waits for a provider that is not set up", extra={"evidence": others})
    rows = waiting.filter(known).select_related("chargeback").order_by("made_at")
    return sum(_send(evidence, now) for evidence in rows[:20])


def _send(evidence: Evidence, now: datetime) -> bool:
    same = Evidence.objects.filter(pk=evidence.pk, asked_at=evidence.asked_at)
    if not same.update(asked_at=now):
        return False
    try:
        gateways.get(evidence.chargeback.gateway).send_evidence(evidence.chargeback, evidence.document)
    except EvidenceRefused as refusal:
        return answer_evidence(evidence.pk, refused=words.one_line(str(refusal)) or "refused", now=now)
    except GatewayError:
        logger.warning("evidence not answered", extra={"evidence": evidence.pk})
        return False
    return answer_evidence(evidence.pk, refused="", now=now)


@act("answer_evidence", of="chargebacks")
def answer_evidence(evidence_id: int, *, refused: str, now: datetime) -> bool:
    """The provider has it, or does not take it in (`refused`, in its words). False when that was known."""
    found = Evidence.objects.select_for_update().get(pk=evidence_id)
    if found.sent_at is not None or found.refused:
        return False
    Evidence.objects.filter(pk=evidence_id).update(**({"refused": refused[:200]} if refused else {"sent_at": now}))
    chargeback = Chargeback.objects.get(pk=found.chargeback_id)
    told = facts.audit(chargeback, "evidence_refused" if refused else "evidence_sent", PROVIDER)
    met = Effects() if refused else Effects(deadlines=(CloseDeadline(of_chargeback(chargeback), EVIDENCE),))
    effects.write(told + met, now=now)
    return True
