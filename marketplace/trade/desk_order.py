"""One order, and one dispute, as the desk sees them: where the money is, its journal, its deadlines, who did what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from core.actor import Role
from core.kept import Kept
from core.models import AuditRecord, Deadline
from escrow import queries
from escrow.bank.models import Arrival
from escrow.bank.states import ArrivalState
from escrow.payments import disputes
from escrow.payments.models import Chargeback, Payment
from escrow.payments.states import ChargebackState
from marketplace.catalog.models import Shop
from marketplace.chargebacks import stakes
from marketplace.chargebacks.models import Evidence
from marketplace.claims.models import Claim
from marketplace.orders.models import Order
from marketplace.trade.custody import CustodyLine
from marketplace.trade.desk_people import asked
from marketplace.trade.desk_people import found as people_meant
from marketplace.trade.entries import EntryRow, entries_of
from marketplace.trade.facts import Facts, gather, with_facts
from marketplace.trade.line import custody_line
from marketplace.trade.paying import BANK_TRANSFER
from marketplace.trade.status import with_status
from reviews.models import Review

_ORDER = Kept("order_with_facts", lambda reference: with_facts(Order.objects.filter(reference=reference)), str)


@dataclass(frozen=True, slots=True)
class DeskOrder:
    """`claims` the latest first, `reviews` those that are open, `records` the latest first."""

    order: Order
    line: CustodyLine
    entries: list[EntryRow]
    deadlines: QuerySet[Deadline]
    claims: Sequence[Claim] | QuerySet[Claim]
    reviews: Sequence[Review] | QuerySet[Review]
    records: QuerySet[AuditRecord]


@dataclass(frozen=True, slots=True)
class DeskDispute:
    """`rows` are the orders of the payment; without any it may be the deposit of `depositor`. `open`: the provider
    waits for our evidence.
    """

    chargeback: Chargeback
    evidence: Evidence | None
    rows: list[tuple[Facts, CustodyLine]]
    depositor: Shop | None
    entries: list[EntryRow]
    records: QuerySet[AuditRecord]
    open: bool


def found(reference: str) -> Order | None:
    """The order of that number, with its facts."""
    return _ORDER.first(reference)


def meant(text: str) -> QuerySet[Order]:
    """The order of that number and those of the people a text means, on either side, with `.status`; without a text
    all of them.
    """
    sought = asked(text)
    orders = with_status(Order.objects.all()).select_related("hold", "shop", "buyer")
    if not sought:
        return orders
    people = people_meant(sought).order_by().values("pk")
    return orders.filter(Q(reference=sought) | Q(buyer__in=people) | Q(shop__owner__in=people))


def look_at_order(order: Order, now: datetime) -> DeskOrder:
    """All of it; `order` is one of `found`."""
    (facts,) = gather([order])
    about = _about(("order", order.pk), ("hold", order.hold_id), ("payment", order.hold.payment_id))
    return DeskOrder(
        order=order,
        line=custody_line(facts, Role.OPERATOR, now),
        entries=entries_of(queries.journal_of_payment(order.hold.payment_id)),
        deadlines=Deadline.objects.filter(about, done_at=None).order_by("due_at"),
        claims=order.claims.order_by("-opened_at") if facts.claim else (),
        reviews=order.reviews.filter(opened_at__isnull=False).order_by("by_role") if facts.reviews.opened else (),
        records=AuditRecord.objects.filter(about | _booked(order.checkout.payment)).order_by("-id"),
    )


def look_at_dispute(chargeback: Chargeback, now: datetime) -> DeskDispute:
    """All of it, with the orders it is about."""
    facts = gather(with_facts(stakes.orders_of(chargeback)))
    keys = disputes.keys(chargeback.pk, [one.hold.pk for one in facts])
    deposit = disputes.deposit_of(chargeback)
    evidence = getattr(chargeback, "evidence", None)
    takes = chargeback.state == ChargebackState.OPEN and now < chargeback.evidence_due_at
    return DeskDispute(
        chargeback=chargeback,
        evidence=evidence,
        rows=[(one, custody_line(one, Role.OPERATOR, now)) for one in facts],
        depositor=Shop.objects.filter(pk=deposit).first() if deposit else None,
        entries=entries_of(queries.journal(keys=keys)),
        records=AuditRecord.objects.filter(_about(("chargeback", chargeback.pk))).order_by("-id"),
        open=takes and evidence is None,
    )


def _booked(payment: Payment) -> Q:
    """Of the lines of our bank's statement that were booked for the payment: who entered, matched and booked them."""
    if payment.gateway != BANK_TRANSFER:
        return Q()
    lines = Arrival.objects.filter(claimed=payment.reference, state=ArrivalState.BOOKED)
    return Q(subject_type="arrival", subject_id__in=lines.values("pk"))


def _about(*subjects: tuple[str, int]) -> Q:
    return reduce(or_, (Q(subject_type=kind, subject_id=pk) for kind, pk in subjects))
