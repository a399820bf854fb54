"""Refunds on their way: sent by the worker outside every transaction, finished or rejected by the provider's word."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core import effects as by_products
from core import failpoints
from core.actor import SYSTEM
from core.errors import DomainError
from escrow import commit
from escrow.move import Move
from escrow.moves import outgoing, traces
from escrow.payments import asking, attempt, gateways
from escrow.payments.models import Refund
from escrow.payments.providers.protocol import Answer, GatewayError, Progress, RefundNews
from escrow.payments.states import RefundState

logger = logging.getLogger(__name__)

FINISH = commit.points("finish_refund")
REJECT = commit.points("reject_refund")
RETURN = commit.points("return_refund")
MARKED = failpoints.register("send_refund.marked", "a refund counts as sent; the provider does not know it yet")
ASKED = failpoints.register("send_refund.asked", "the provider knows a refund; its answer is not yet written down")


def work_off_refunds(now: datetime, limit: int = 100) -> int:
    """Send what is due to its provider. Answers how many were sent.

    Each is marked as sent (and asked about from then on) before it is sent: whatever happens in between, it is asked
    about, and sent again under the same key when the provider does not know it.
    """
    due = Refund.objects.filter(state=RefundState.DUE)
    known = Q(capture__gateway__in=gateways.known())
    if others := due.exclude(known).count():
        logger.error("refunds wait for a provider that is not set up", extra={"refunds": others})
    rows = due.filter(known).order_by("opened_at", "pk").select_related("capture")
    return sum(_send(refund, now) for refund in rows[:limit])


def _send(refund: Refund, now: datetime) -> bool:
    if not _mark_sent(refund, now):
        return False
    failpoints.reach(MARKED)
    try:
        answer = gateways.get(refund.capture.gateway).refund(refund)
    except GatewayError:
        logger.warning("refund not sent yet", extra={"refund": refund.pk})
        _ask_as_usual(refund, now)
        return False
    failpoints.reach(ASKED)
    _ask_as_usual(refund, now)
    act_on_refund(refund.pk, answer, tries=refund.tries, now=now)
    return True


def _mark_sent(refund: Refund, now: datetime) -> bool:
    """False when another worker was first."""
    with transaction.atomic():
        marked = Refund.objects.filter(pk=refund.pk, version=refund.version).update(
            state=RefundState.SENT, version=F("version") + 1
        )
        if marked:
            subject = outgoing.of_refund(refund)
            sent = traces.audited(subject, "send", SYSTEM, amount=refund.amount, tries=refund.tries)
            by_products.write(sent + asking.send(subject, now), now=now)
    return bool(marked)


def _ask_as_usual(refund: Refund, now: datetime) -> None:
    with transaction.atomic():
        by_products.write(asking.sent(outgoing.of_refund(refund), now), now=now)


def hear_of_refund(news: RefundNews, *, gateway: str, now: datetime) -> None:
    """A provider tells about a refund, under the reference of one of its tries.

    Raises DomainError: refund_unknown, refund_differs, refund_contradiction.
    """
    reference, _dot, number = news.reference.partition(".")
    refund = Refund.objects.select_related("capture").filter(reference=reference, capture__gateway=gateway).first()
    if refund is None:
        raise DomainError("refund_unknown", _("The provider tells about a refund nobody asked for."))
    if (news.amount, news.currency) != (refund.amount, refund.currency):
        raise DomainError("refund_differs", _("The provider tells about another amount than was asked for."))
    act_on_refund(refund.pk, news.answer, tries=int(number) - 1 if number.isdecimal() else 0, now=now)


def act_on_refund(refund_id: int, answer: Answer, *, tries: int, now: datetime) -> None:
    """Finish, reject or return a refund by the provider's answer about the try that was made after `tries` others.

    Pending changes nothing, nor does an answer about an earlier try than the last, however late it is read.
    """
    if answer.progress is Progress.DONE:
        finish_refund(refund_id, tries=tries, now=now)
    elif answer.progress is Progress.RETURNED:
        return_refund(refund_id, answer.reason, tries=tries, now=now)
    elif answer.progress is not Progress.PENDING:
        reject_refund(refund_id, answer.reason, tries=tries, now=now)


def finish_refund(refund_id: int, *, tries: int, now: datetime) -> bool:
    """It has arrived. False when that was known, or is said of an earlier try.

    Raises DomainError: refund_contradiction, changed_meanwhile.
    """

    def decide() -> Move:
        return outgoing.refund_done(_sent(refund_id, tries, RefundState.SUCCEEDED), now=now)

    return attempt.carry_out(FINISH, decide, now=now)


def reject_refund(refund_id: int, reason: str, *, tries: int, now: datetime) -> bool:
    """The provider will not do it: the desk decides. False when that was known, or is said of an earlier try.

    Raises DomainError: refund_contradiction, changed_meanwhile.
    """

    def decide() -> Move:
        return outgoing.refund_rejected(_sent(refund_id, tries, RefundState.REJECTED, RefundState.TO_BANK), reason)

    return attempt.carry_out(REJECT, decide, now=now)


def return_refund(refund_id: int, reason: str, *, tries: int, now: datetime) -> bool:
    """The buyer's bank sent it back, perhaps days after it had arrived: the desk decides. False when that was known, or
    is said of an earlier try.

    Raises DomainError: refund_contradiction, changed_meanwhile.
    """

    def decide() -> Move:
        refund = Refund.objects.select_related("capture").get(pk=refund_id)
        if refund.state == RefundState.SUCCEEDED and tries == refund.tries:
            return outgoing.refund_returned(refund, reason)
        return outgoing.refund_rejected(_sent(refund_id, tries, RefundState.REJECTED, RefundState.TO_BANK), reason)

    return attempt.carry_out(RETURN, decide, now=now)


def _sent(refund_id: int, tries: int, *already: RefundState) -> Refund:
    refund = Refund.objects.select_related("capture").get(pk=refund_id)
    if refund.state in already or tries != refund.tries:
        raise attempt.DoneBefore
    if refund.state != RefundState.SENT:
        raise DomainError("refund_contradiction", _("The provider says two things about one refund."))
    return refund
