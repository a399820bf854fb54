"""All that is known about an order at once: what status, actions, words and drawing are derived from.

`gather` reads the facts of many orders in a fixed number of queries.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from core.among import numbers_of
from core.kept import Kept
from core.models import AuditRecord, Deadline
from core.money import Money
from escrow.models import Hold
from escrow.payments.models import Capture, Payment, Refund
from escrow.payments.states import RefundState
from escrow.states import HoldState
from escrow.terms import Back, divide_back
from marketplace.claims.binding import AFTER_SALE
from marketplace.claims.models import Claim
from marketplace.orders.models import Order, Shipment
from marketplace.trade.claim_facts import ClaimFacts, claims_of, with_details
from marketplace.trade.dispute_facts import Dispute, disputes_of, with_dispute
from marketplace.trade.review_facts import NO_REVIEWS, Reviews, reviews_of, with_reviews
from marketplace.trade.status import Status, status_of

#: What an order's deadlines are about, besides its claims.
_SUBJECTS = ("order", "hold", "payment")
_DEADLINES = Kept(
    "deadlines_of_orders",
    lambda *numbers: Deadline.objects.filter(
        reduce(
            or_,
            (
                Q(subject_type=kind, subject_id__among=among)
                for kind, among in zip((*_SUBJECTS, "claim"), numbers, strict=True)
            ),
        )
    ).order_by("id"),
    *[list] * 4,
)


def _of_payments(payments: list[int]) -> Q:
    return Q(hold_id=None, capture__among=numbers_of(Capture.objects.filter(payment__among=payments)))


#: Of holds; of payments, where they never were for a hold.
_REFUNDS = Kept(
    "refunds_of_orders",
    lambda holds, payments: (
        Refund.objects.filter(Q(hold_id__among=holds) | _of_payments(payments)).select_related("capture").order_by("id")
    ),
    *[list] * 2,
)
#: Refunds that have not reached the buyer yet.
UNDER_WAY = frozenset({RefundState.DUE, RefundState.SENT, RefundState.REJECTED, RefundState.TO_BANK})


@dataclass(frozen=True, slots=True)
class Facts:
    """One order with its hold, payment, parcel, deadlines by kind (the latest of each), and refunds, oldest first.

    `stuck` are refunds a provider rejected, these and those of its payment that were never for a hold (paid twice).
    `confirmed` is whether the buyer's word released the money, and not the end of the window. `claim` is the open
    claim, or else the latest one; `asked_unshipped` whether any was made before shipping. `reviews` says who has
    written: what of it concerns a reader is for `review_rules` to say. `dispute` is the latest of its payment at the
    provider. `needless` are refunds of what came besides what paid for an order (a second charge, or too little).
    """

    order: Order
    hold: Hold
    payment: Payment
    status: Status
    shipment: Shipment | None = None
    deadlines: Mapping[str, Deadline] | None = None
    refunds: tuple[Refund, ...] = ()
    stuck: tuple[Refund, ...] = ()
    needless: tuple[Refund, ...] = ()
    confirmed: bool = False
    claim: ClaimFacts | None = None
    asked_unshipped: bool = False
    reviews: Reviews = NO_REVIEWS
    dispute: Dispute | None = None

    def open(self, kind: str) -> Deadline | None:
        """The deadline of `kind` if it still runs (neither done nor paused)."""
        deadline = (self.deadlines or {}).get(kind)
        return deadline if deadline and deadline.done_at is None and deadline.remainder is None else None

    def due(self, kind: str) -> datetime | None:
        """When the open deadline of `kind` is due."""
        deadline = self.open(kind)
        return deadline.due_at if deadline else None

    def span(self, key: str) -> timedelta:
        """A duration promised when the order was placed, by its name in the policy."""
        return timedelta(seconds=getattr(self.order.promised, key))

    @property
    def promise(self) -> datetime | None:
        """Until when the shop promised to ship: stays known after it has passed."""
        row = (self.deadlines or {}).get("ship_promise")
        if row:
            return row.due_at
        return self.hold.funded_at + self.span("ship_promise") if self.hold.funded_at else None

    @property
    def latest(self) -> datetime | None:
        """When an unshipped order is refunded by itself."""
        row = (self.deadlines or {}).get("ship_latest")
        if row:
            return row.due_at
        return self.promise + self.span("ship_grace") if self.promise else None

    def promise_passed(self, now: datetime) -> bool:
        return self.promise is not None and self.promise <= now

    @property
    def frozen(self) -> bool:
        return self.hold.state == HoldState.HELD and self.hold.freeze_count > 0

    @property
    def open_dispute(self) -> Dispute | None:
        """The dispute of its payment, while the bank has not decided."""
        return self.dispute if self.dispute is not None and self.dispute.is_open else None

    @property
    def charged_back(self) -> Money:
        """What the buyer's bank took back of it for good."""
        refunded = sum(refund.amount for refund in self.refunds if refund.reason != "goodwill")
        gone = self.hold.given_back - self.hold.discount_back - refunded
        return Money(max(gone, 0) if self.dispute is not None and self.dispute.took else 0, self.hold.currency)

    @property
    def astray(self) -> bool:
        """Whether the courier reported the parcel returned or lost."""
        return self.shipment is not None and bool(self.shipment.returned_at or self.shipment.lost_at)

    @property
    def asked_after_sale(self) -> ClaimFacts | None:
        """The open claim, when it was made after the release."""
        asked = self.claim
        return asked if asked is not None and asked.is_open and asked.claim.after_sale else None

    @property
    def taken_back(self) -> bool:
        """Whether the latest claim took something back from the shop that had it."""
        asked = self.claim
        return (
            asked is not None
            and asked.claim.after_sale
            and not asked.is_open
            and any(refund.reason.startswith(AFTER_SALE) for refund in self.refunds)
        )

    @property
    def open_claim_id(self) -> int:
        """The number of the open claim; 0 when there is none."""
        return self.claim.claim.pk if self.claim and self.claim.is_open else 0

    @property
    def to_pay(self) -> Money:
        """What the buyer pays: the amount less the platform's discount."""
        return Money(self.hold.amount - self.hold.discount, self.hold.currency)

    @property
    def kept(self) -> Money:
        """What is in keeping now."""
        return Money(self.hold.remaining, self.hold.currency)

    @property
    def returns(self) -> Money:
        """What the buyer gets when all that is in keeping goes back: not the part of it that the platform paid."""
        return Money(divide_back(self.hold, Back.all_of(self.hold)).buyer, self.hold.currency)

    @property
    def given_back(self) -> Money:
        """What goes or went back to the buyer, all refunds together."""
        return Money(sum(refund.amount for refund in self.refunds), self.hold.currency)

    @property
    def under_way(self) -> bool:
        """Whether anything of what goes back to the buyer has not arrived."""
        return any(refund.state in UNDER_WAY for refund in self.refunds)

    @property
    def earned(self) -> Money:
        """What was left to the seller: what entered, less what went back, the tax the site collects and the fee."""
        hold = self.hold
        return Money(hold.left - (hold.tax - hold.tax_back) - hold.fee, hold.currency)

    @property
    def fee(self) -> Money:
        return Money(self.hold.fee, self.hold.currency)


def with_facts(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Select along what `gather` reads of each order."""
    claimed = Exists(Claim.objects.filter(order=OuterRef("pk")))
    along = orders.select_related("hold", "shop__return_address", "buyer", "checkout__payment", "shipment")
    return with_dispute(with_reviews(along.annotate(claimed=claimed)))


def gather(orders: Iterable[Order], records: Sequence[AuditRecord] | None = None) -> list[Facts]:
    """The facts of `orders` (read by `with_facts`), in their order. At most seven queries, three without a claim and
    without a dispute; one less for who has read all `records` of the orders already.
    """
    rows = list(orders)
    if not rows:
        return []
    asked = claims_of([row for row in rows if getattr(row, "claimed", True)])
    latest = [claims[-1] for claims in asked.values()]
    deadlines, of_claims = _deadlines(rows, latest)
    claims = {facts.claim.order_id: facts for facts in with_details(latest, of_claims).values()}
    refunds, stuck, needless = _refunds(rows)
    disputes = disputes_of(rows)
    confirmed = _confirmed([row.pk for row in rows if row.hold.state == HoldState.RELEASED], records)
    return [
        Facts(
            order=row,
            hold=row.hold,
            payment=row.checkout.payment,
            status=status_of(row),
            shipment=getattr(row, "shipment", None),
            deadlines=deadlines.get(row.pk, {}),
            refunds=tuple(refunds.get(row.pk, ())),
            stuck=tuple(stuck.get(row.pk, ())),
            needless=tuple(needless.get(row.pk, ())),
            confirmed=row.pk in confirmed,
            claim=claims.get(row.pk),
            asked_unshipped=any(not claim.shipped for claim in asked.get(row.pk, ())),
            reviews=reviews_of(row),
            dispute=disputes.get(row.pk),
        )
        for row in rows
    ]


Deadlines = dict[int, dict[str, Deadline]]


def _deadlines(orders: list[Order], claims: list[Claim]) -> tuple[Deadlines, Deadlines]:
    """Deadlines by order and kind, and by claim and kind; of one kind the latest counts."""
    holders: dict[tuple[str, int], list[int]] = defaultdict(list)
    for order in orders:
        holders["order", order.pk].append(order.pk)
        holders["hold", order.hold_id].append(order.pk)
        holders["payment", order.checkout.payment_id].append(order.pk)
    found: Deadlines = defaultdict(dict)
    of_claims: Deadlines = defaultdict(dict)
    about = [[number for name, number in holders if name == kind] for kind in _SUBJECTS]
    for deadline in _DEADLINES.all(*about, [claim.pk for claim in claims]):
        if deadline.subject_type == "claim":
            of_claims[deadline.subject_id][deadline.kind] = deadline
            continue
        for pk in holders[deadline.subject_type, deadline.subject_id]:
            found[pk][deadline.kind] = deadline
    return found, of_claims


def _refunds(orders: list[Order]) -> tuple[dict[int, list[Refund]], ...]:
    """By order: the refunds of its hold, and of a payment that came back whole because it could not be taken; and all
    that a provider rejected, also of a payment that was made once too often for orders that live; and those payments.
    """
    by_hold = {order.hold_id: order for order in orders}
    by_payment: dict[int | None, list[Order]] = defaultdict(list)
    for order in orders:
        by_payment[order.checkout.payment_id].append(order)
    found: dict[int, list[Refund]] = defaultdict(list)
    stuck: dict[int, list[Refund]] = defaultdict(list)
    needless: dict[int, list[Refund]] = defaultdict(list)
    for refund in _REFUNDS.all(list(by_hold), list(by_payment)):
        concerned = [by_hold[refund.hold_id]] if refund.hold_id else by_payment[refund.capture.payment_id]
        for order in concerned:
            (found if refund.hold_id or _is_void(order) else needless)[order.pk].append(refund)
            if refund.state == RefundState.REJECTED:
                stuck[order.pk].append(refund)
    return found, stuck, needless


def _is_void(order: Order) -> bool:
    return order.hold.state == HoldState.VOID


def _confirmed(orders: list[int], records: Sequence[AuditRecord] | None) -> set[int]:
    if records is not None:
        return {row.subject_id for row in records if row.action == "confirmed"}.intersection(orders)
    if not orders:
        return set()
    rows = AuditRecord.objects.filter(subject_type="order", subject_id__in=orders, action="confirmed")
    return set(rows.values_list("subject_id", flat=True))
