"""Ask the provider about what it has not told. Each is an action of its deadline kind. While its provider is not set up
the time does not run: the deadline fails in words the desk sees, and is tried again.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet

from core import deadlines
from core.deadlines import Action
from core.models import Deadline
from escrow.bank.models import Transfer
from escrow.bank.states import TransferState
from escrow.payments import asking, gateways
from escrow.payments.actions.payouts import act_on_payout
from escrow.payments.actions.refunds import act_on_refund
from escrow.payments.models import Payment, Payout, Refund
from escrow.payments.news import take_in
from escrow.payments.paying import Pays
from escrow.payments.providers.protocol import GatewayError
from escrow.payments.states import PaymentState, PayoutState, RefundState

logger = logging.getLogger(__name__)


def ask_again(now: datetime, limit: int = 100, *, pays: Pays | None = None) -> int:
    """Ask about all that is due to be asked about. Answers how many were asked."""
    asked: dict[str, Action] = {**ASKING, "ask_payment": partial(ask_payment, pays=pays)}
    return deadlines.run_due(asked, now=now, limit=limit)


def ask_payment(deadline: Deadline, now: datetime, *, pays: Pays | None = None) -> None:
    """Record every charge made under the payment's reference."""
    payment = Payment.objects.get(pk=deadline.subject_id)
    gateway = gateways.get(payment.gateway)
    if payment.state == PaymentState.PAID:
        _close(deadline, "passed", now)
    else:
        _reschedule(deadline, payment.ended_at or payment.opened_at, now)
    try:
        for charge in gateway.charges(payment.reference):
            take_in(charge, gateway=payment.gateway, now=now, pays=pays)
    except GatewayError:
        logger.warning("payment not answered", extra={"payment": payment.pk})


def ask_refund(deadline: Deadline, now: datetime) -> None:
    """Ask where a refund stands; one the provider does not know is sent (again) under its key."""
    refund = Refund.objects.select_related("capture").get(pk=deadline.subject_id)
    if refund.state != RefundState.SENT:
        _close(deadline, "moot", now)
        return
    gateway = gateways.get(refund.capture.gateway)
    _reschedule(deadline, deadline.window_from, now)
    try:
        answer = gateway.refund_state(refund.sent_as) or gateway.refund(refund)
    except GatewayError:
        logger.warning("refund not answered", extra={"refund": refund.pk})
        return
    act_on_refund(refund.pk, answer, tries=refund.tries, now=now)


def ask_payout(deadline: Deadline, now: datetime) -> None:
    """Ask where a payout stands; one the provider does not know is sent (again) under its key."""
    payout = Payout.objects.select_related("account").get(pk=deadline.subject_id)
    if payout.state != PayoutState.SENT:
        _close(deadline, "moot", now)
        return
    gateway = gateways.get(payout.gateway)
    _reschedule(deadline, deadline.window_from, now)
    try:
        answer = gateway.payout_state(payout.reference) or gateway.payout(payout)
    except GatewayError:
        logger.warning("payout not answered", extra={"payout": payout.pk})
        return
    act_on_payout(payout.pk, answer, now=now)


ASKING: Mapping[str, Action] = {
    "ask_payment": ask_payment,
    "ask_refund": ask_refund,
    "ask_payout": ask_payout,
}


def unanswered_refunds(now: datetime) -> QuerySet[Refund]:
    """Sent, and never answered in all the time they were asked about: for the desk."""
    return Refund.objects.filter(_given_up("refund", now), ~_on_the_list("refund"), state=RefundState.SENT)


def unanswered_payouts(now: datetime) -> QuerySet[Payout]:
    """Sent, and never answered in all the time they were asked about: for the desk."""
    return Payout.objects.filter(_given_up("payout", now), ~_on_the_list("payout"), state=PayoutState.SENT)


def _given_up(subject: str, now: datetime) -> Q:
    """Asked about no longer. A later try has a deadline of its own, which still runs. Looked for by the few that are
    sent: of deadlines that ended there are very many.
    """
    asked = Deadline.objects.filter(subject_type=subject, subject_id=OuterRef("pk"), kind=f"ask_{subject}")
    return Q(Exists(asked.filter(outcome="passed", done_at__lte=now))) & ~Q(Exists(asked.filter(done_at=None)))


def _on_the_list(kind: str) -> Q:
    """It waits for our own operators, who see it on their list of transfers."""
    listed = Transfer.objects.filter(kind=kind, subject_id=OuterRef("pk"), state=TransferState.LISTED)
    return Q(Exists(listed))


def _reschedule(deadline: Deadline, since: datetime, now: datetime) -> None:
    """Set the next time before asking, so that a crash in between costs one question."""
    at = asking.next_ask(since, now)
    if at is None:
        _close(deadline, "passed", now)
        return
    _open(deadline).update(due_at=at, leased_until=None, error="")


def _close(deadline: Deadline, outcome: str, now: datetime) -> None:
    _open(deadline).update(done_at=now, outcome=outcome, leased_until=None)


def _open(deadline: Deadline) -> QuerySet[Deadline]:
    """This very row, while it is open: another try may have opened one of the same kind since it was leased."""
    return Deadline.objects.filter(pk=deadline.pk, done_at=None)
