"""What waits for an operator, counted for the desk's first page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, QuerySet, Value
from django.utils.translation import gettext as _

from core import outbox
from core.deadlines import running
from escrow.bank.telling import SOURCE
from escrow.payments import events, gateways
from escrow.payments.actions.ask import unanswered_payouts, unanswered_refunds
from escrow.payments.models import Chargeback
from escrow.payments.states import ChargebackState
from marketplace.conversations.queries import open_reports
from marketplace.coupons.models import Coupon
from marketplace.suspensions.queries import waiting_appeals
from marketplace.trade import dockets
from marketplace.trade.desk_money import (
    large_payouts,
    rejected_refunds,
    suspense,
    transfers,
    waiting_arrivals,
    waiting_decisions,
)
from marketplace.trade.of_others import of_others
from marketplace.trade.untold import unproven


@dataclass(frozen=True, slots=True)
class Queue:
    """One kind of waiting work: how many, since when, and where it is done (a page's name, and its query)."""

    name: str
    count: int
    since: datetime | None
    url_name: str
    query: str = ""


def disputes() -> QuerySet[Chargeback]:
    """Disputed charges about which we have shown nothing yet."""
    return Chargeback.objects.filter(state=ChargebackState.OPEN, evidence=None)


def waiting_promotions() -> QuerySet[Coupon]:
    """Promotions that want a second operator."""
    return Coupon.objects.filter(shop=None, agreed_at=None, declined_at=None)


def all_queues(now: datetime, operator_id: int) -> list[Queue]:
    """Every queue of the desk but those of claims: people first, then their money, then what a machine could not do.
    What is this operator's own is not counted.
    """
    rows: list[tuple[str, QuerySet[Any], str, str]] = [
        (_("Appeals against suspensions"), waiting_appeals(), "appealed_at", "staff:appeals"),
        (_("People nobody can prove were told"), unproven(now), "due_at", "staff:without_notice"),
        (_("Disputes that want evidence"), disputes(), "opened_at", "staff:chargebacks"),
        (_("What people reported"), open_reports(), "at", "staff:reports"),
        (_("Decisions that want a second operator"), waiting_decisions(), "proposed_at", "staff:decisions"),
        (_("Promotions that want a second operator"), waiting_promotions(), "made_at", "staff:promotions"),
        (_("Large payouts that wait for two operators"), large_payouts(), "opened_at", "staff:payouts"),
        (_("Refunds the provider rejected"), rejected_refunds(), "opened_at", "staff:refunds"),
        (_("Refunds no provider answers for"), unanswered_refunds(now), "opened_at", "staff:unanswered"),
        (_("Payouts no provider answers for"), unanswered_payouts(now), "opened_at", "staff:unanswered"),
        (_("Money from nobody we know"), suspense(), "recorded_at", "staff:suspense"),
        *_of_the_bank(),
        (_("Deadlines that failed"), running().exclude(error=""), "due_at", "staff:deadlines"),
        (_("Messages that could not be delivered"), outbox.dead(), "dead_at", "staff:letters"),
        (_("Reports that could not be worked off"), events.dead(), "dead_at", "staff:letters"),
    ]
    found = _counted([(of_others(waiting, operator_id), column) for _name, waiting, column, _url_name in rows])
    return [
        Queue(name, *found.get(place, (0, None)), url_name)
        for place, (name, _waiting, _column, url_name) in enumerate(rows)
    ]


def other_second_looks(now: datetime, operator_id: int) -> list[Queue]:
    """What waits for a second operator but has a room of its own, if anything does."""
    rulings = [queue for queue in claim_queues(now, operator_id) if queue.query == "?kind=second"]
    rooms = {"staff:promotions", "staff:payouts", "staff:arrivals"}
    others = [queue for queue in all_queues(now, operator_id) if queue.url_name in rooms]
    return [queue for queue in (*rulings, *others) if queue.count]


def _of_the_bank() -> list[tuple[str, QuerySet[Any], str, str]]:
    """Where the host's own account is the provider."""
    if SOURCE not in gateways.known():
        return []
    return [
        (_("Arrivals at the bank to be booked"), waiting_arrivals(), "entered_at", "staff:arrivals"),
        (_("Transfers to carry out at the bank"), transfers(), "asked_at", "staff:transfers"),
    ]


def claim_queues(now: datetime, operator_id: int) -> list[Queue]:
    """Claims that wait for a ruling, by what they wait for. Three queries."""
    waiting = dockets.waiting(now, operator_id)
    return [
        _of_claims(kind, str(name), [one for one in waiting if one.kind == kind])
        for kind, name in dockets.KINDS.items()
    ]


def _of_claims(kind: str, name: str, rows: list[dockets.Waiting]) -> Queue:
    since = min((row.docket.claim.opened_at for row in rows), default=None)
    return Queue(name, len(rows), since, "staff:claims", f"?kind={kind}")


def _counted(waiting: list[tuple[QuerySet[Any], str]]) -> dict[int, tuple[int, datetime | None]]:
    """How many rows each has, and since when, by its place in the list. One query for all."""
    first, *others = [
        rows.order_by().values(place=Value(place)).annotate(many=Count("pk"), since=Min(column))
        for place, (rows, column) in enumerate(waiting)
    ]
    return {row["place"]: (row["many"], row["since"]) for row in first.union(*others, all=True)}
