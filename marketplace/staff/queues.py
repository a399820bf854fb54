"""What waits for an operator, counted for the desk's first page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.utils.translation import gettext as _

from core.deadlines import running, without_notice
from core.models import OutboxMessage
from escrow.payments.actions.ask import unanswered_payouts, unanswered_refunds
from escrow.payments.models import Capture, Decision, ProviderEvent, Refund
from escrow.payments.states import RefundState, Verdict


@dataclass(frozen=True, slots=True)
class Queue:
    """One kind of waiting work: how many, since when, and where it is done (a page's name, and its query)."""

    name: str
    count: int
    since: datetime | None
    url_name: str
    query: str = ""


def suspense() -> QuerySet[Capture]:
    """Captures from nobody we know that still wait, whole or in part."""
    unknown = Capture.objects.filter(verdict=Verdict.UNKNOWN)
    return unknown.filter(allotted=0, returned=0)


def rejected_refunds() -> QuerySet[Refund]:
    """Refunds the provider would not carry out."""
    return Refund.objects.filter(state=RefundState.REJECTED)


def waiting_decisions() -> QuerySet[Decision]:
    """Proposals that want a second operator."""
    return Decision.objects.filter(decided_at=None)


def all_queues(now: datetime) -> list[Queue]:
    """Every queue of the desk, in the order of its rooms."""
    no_notice = without_notice(now, timedelta(seconds=settings.NOTICE_QUEUE_AFTER))
    rows = [
        (_("Decisions that want a second operator"), waiting_decisions(), "proposed_at", "staff:decisions"),
        (_("Refunds the provider rejected"), rejected_refunds(), "opened_at", "staff:refunds"),
        (_("Refunds no provider answers for"), unanswered_refunds(now), "opened_at", "staff:unanswered"),
        (_("Payouts no provider answers for"), unanswered_payouts(now), "opened_at", "staff:unanswered"),
        (_("Money from nobody we know"), suspense(), "recorded_at", "staff:suspense"),
        (_("People nobody can prove were told"), no_notice, "due_at", "staff:without_notice"),
        (_("Deadlines that failed"), running().exclude(error=""), "due_at", "staff:deadlines"),
        (
            _("Messages that could not be delivered"),
            OutboxMessage.objects.exclude(dead_at=None),
            "dead_at",
            "staff:letters",
        ),
        (
            _("Reports that could not be worked off"),
            ProviderEvent.objects.exclude(dead_at=None),
            "dead_at",
            "staff:letters",
        ),
    ]
    return [_queue(name, waiting, column, url_name) for name, waiting, column, url_name in rows]


def _queue(name: str, waiting: QuerySet[Any], column: str, url_name: str) -> Queue:
    found = waiting.order_by().aggregate(count=Count("pk"), since=Min(column))
    return Queue(name, found["count"], found["since"], url_name)
