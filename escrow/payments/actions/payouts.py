"""Payouts on their way: sent by the worker outside every transaction, paid or returned by what the provider says."""

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
from escrow.payments import asking, attempt, gateways, stops
from escrow.payments.models import Payout
from escrow.payments.providers.protocol import Answer, GatewayError, PayoutNews, Progress
from escrow.payments.states import Agreement, PayoutState

logger = logging.getLogger(__name__)

FINISH = commit.points("finish_payout")
RETURN = commit.points("return_payout")
MARKED = failpoints.register("send_payout.marked", "a payout counts as sent; the provider does not know it yet")
ASKED = failpoints.register("send_payout.asked", "the provider knows a payout; its answer is not yet written down")


def work_off_payouts(now: datetime, limit: int = 100) -> int:
    """Send what is requested to its provider; the same way as refunds. What is stopped, or needs the
    agreement of two operators, waits. Answers how many were sent.
    """
    due = Payout.objects.filter(stops.NOT_STOPPED, state=PayoutState.REQUESTED).exclude(agreement=Agreement.NEEDED)
    known = Q(gateway__in=gateways.known())
    if others := due.exclude(known).count():
        logger.error("payouts wait for a provider that is not set up", extra={"payouts": others})
    rows = due.filter(known).order_by("opened_at", "pk").select_related("account")
    return sum(_send(payout, now) for payout in rows[:limit])


def _send(payout: Payout, now: datetime) -> bool:
    if not _mark_sent(payout, now):
        return False
    failpoints.reach(MARKED)
    try:
        answer = gateways.get(payout.gateway).payout(payout)
    except GatewayError:
        logger.warning("payout not sent yet", extra={"payout": payout.pk})
        _ask_as_usual(payout, now)
        return False
    failpoints.reach(ASKED)
    _ask_as_usual(payout, now)
    act_on_payout(payout.pk, answer, now=now)
    return True


def _mark_sent(payout: Payout, now: datetime) -> bool:
    """False when another worker was first, or the book's payouts were stopped meanwhile."""
    with transaction.atomic():
        mine = Payout.objects.select_for_update().filter(pk=payout.pk, version=payout.version).exists()
        # Asked for once the lock is held: whoever stops them holds it first, or waits until this one is sent.
        if not mine or stops.is_stopped(payout):
            return False
        Payout.objects.filter(pk=payout.pk).update(state=PayoutState.SENT, version=F("version") + 1)
        subject = outgoing.of_payout(payout)
        sent = traces.audited(subject, "send", SYSTEM, amount=payout.amount)
        by_products.write(sent + asking.send(subject, now), now=now)
    return True


def _ask_as_usual(payout: Payout, now: datetime) -> None:
    with transaction.atomic():
        by_products.write(asking.sent(outgoing.of_payout(payout), now), now=now)


def hear_of_payout(news: PayoutNews, *, gateway: str, now: datetime) -> None:
    """A provider tells about a payout. Raises DomainError: payout_unknown, payout_differs, payout_contradiction."""
    payout = Payout.objects.filter(reference=news.reference, gateway=gateway).first()
    if payout is None:
        raise DomainError("payout_unknown", _("The provider tells about a payout nobody asked for."))
    if (news.amount, news.currency) != (payout.amount, payout.currency):
        raise DomainError("payout_differs", _("The provider tells about another amount than was asked for."))
    act_on_payout(payout.pk, news.answer, now=now)


def act_on_payout(payout_id: int, answer: Answer, *, now: datetime) -> None:
    """Finish or return a payout by the provider's answer; pending changes nothing."""
    if answer.progress is Progress.DONE:
        finish_payout(payout_id, now=now)
    elif answer.progress is not Progress.PENDING:
        return_payout(payout_id, answer.reason, now=now)


def finish_payout(payout_id: int, *, now: datetime) -> bool:
    """The bank has it. False when that was known, or when it has even come back since.

    Raises DomainError: payout_contradiction, changed_meanwhile.
    """

    def decide() -> Move:
        payout = Payout.objects.get(pk=payout_id)
        if payout.state in {PayoutState.PAID, PayoutState.RETURNED}:
            raise attempt.DoneBefore
        _check_sent(payout)
        return outgoing.payout_paid(payout, now=now)

    return attempt.carry_out(FINISH, decide, now=now)


def return_payout(payout_id: int, reason: str, *, now: datetime) -> bool:
    """It was refused, or came back: the seller's (or, of a rejected refund, the buyer's) again. False when known.

    Raises DomainError: payout_contradiction, changed_meanwhile.
    """

    def decide() -> Move:
        payout = Payout.objects.select_related("refund").get(pk=payout_id)
        if payout.state == PayoutState.RETURNED:
            raise attempt.DoneBefore
        if payout.state != PayoutState.PAID:
            _check_sent(payout)
        return outgoing.payout_returned(payout, reason, now=now)

    return attempt.carry_out(RETURN, decide, now=now)


def _check_sent(payout: Payout) -> None:
    if payout.state != PayoutState.SENT:
        raise DomainError("payout_contradiction", _("The provider tells about a payout that was not sent yet."))
