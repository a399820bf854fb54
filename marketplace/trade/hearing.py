"""One claim as the desk hears it: both sides, what was ruled, what runs, the record and the books."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from core.actor import Actor, Role
from core.errors import DomainError
from core.models import AuditRecord, Deadline
from core.money import Money
from escrow import queries as books
from marketplace.claims import deciding
from marketplace.claims.models import Claim, Offer, Photo, Ruling, Statement
from marketplace.claims.queries import Tally, clocks_of, records_of_both, to_buyer
from marketplace.claims.states import ClaimState
from marketplace.orders.models import Order
from marketplace.trade.custody import CustodyLine
from marketplace.trade.desk_line import by_default, claim_line
from marketplace.trade.entries import EntryRow, entries_of
from marketplace.trade.talk import Said, latest_about

#: Days of a shop's record; seconds of a day.
YEAR, DAY = 365, 86_400
#: The newest messages of the order that are read beside it: more than two people write about one.
MOST_TALK = 500
TO_RULE = (ClaimState.RULING, ClaimState.APPEALED)


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer and what the buyer would have by it."""

    offer: Offer
    to_buyer: Money | None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what they said and showed, what they offered, and how it went before (`orders` paid ones)."""

    role: str
    name: str
    statements: list[Statement]
    offers: list[Offered]
    record: Tally
    orders: int


@dataclass(frozen=True, slots=True)
class Hearing:
    """`line` is None once the claim has ended. `proposal` waits for a second operator; `talk` is the conversation of
    the order; `blocked` says in words why this operator does not rule.
    """

    claim: Claim
    line: CustodyLine | None
    asked: Money | None
    buyer: Side
    seller: Side
    given: list[Ruling]
    declined: list[Ruling]
    proposal: Ruling | None
    clocks: list[Deadline]
    records: list[AuditRecord]
    entries: list[EntryRow]
    talk: list[Said]
    blocked: str

    @property
    def to_rule(self) -> bool:
        """Whether the desk has the next word."""
        return self.claim.state in TO_RULE


def found(claim_id: int, now: datetime) -> Claim:
    """The claim with all that is read of it at once, and how many paid orders its buyer (ever) and its shop (in a year)
    have. Raises `Claim.DoesNotExist`.
    """
    along = ("order__hold", "order__buyer", "order__shop__owner", "goods_back")
    paid = Order.objects.filter(hold__funded_at__isnull=False)
    of_buyer = paid.filter(buyer=OuterRef("order__buyer"))
    of_shop = paid.filter(shop=OuterRef("order__shop"), hold__funded_at__gte=now - timedelta(days=YEAR))
    return (
        Claim.objects.select_related(*along)
        .annotate(paid_by_buyer=_counted(of_buyer), paid_to_shop=_counted(of_shop))
        .get(pk=claim_id)
    )


def _counted(orders: QuerySet[Order]) -> Subquery:
    rows = orders.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(rows), 0)  # type: ignore[return-value]


def hear(claim: Claim, operator_id: int, now: datetime) -> Hearing:
    """Everything about a claim (from `found`) for an operator."""
    offers = list(claim.offers.order_by("made_at"))
    clocks = list(clocks_of(claim))
    rulings = list(claim.rulings.select_related("operator", "second", "declined_by").order_by("proposed_at", "pk"))
    is_open = claim.ended_at is None
    buyer, seller = _sides(claim, offers, now)
    return Hearing(
        claim=claim,
        line=claim_line(claim, clocks, offers, now) if is_open else None,
        asked=by_default(claim) if is_open else None,
        buyer=buyer,
        seller=seller,
        given=[ruling for ruling in rulings if ruling.given_at],
        declined=[ruling for ruling in rulings if ruling.declined_at],
        proposal=next((ruling for ruling in rulings if not ruling.given_at and not ruling.declined_at), None),
        clocks=clocks,
        records=list(AuditRecord.objects.filter(subject_type="order", subject_id=claim.order_id).order_by("-id")),
        entries=entries_of(books.journal(holds=[claim.order.hold])),
        talk=latest_about(claim.order, None, MOST_TALK),
        blocked=objection(claim, rulings, operator_id),
    )


def needs_second(claim: Claim) -> bool:
    """Whether more is divided than one operator may rule on alone."""
    return claim.order.hold.left > settings.RULING_FOUR_EYES_ABOVE


def appeal_days(claim: Claim) -> int:
    """For how many days either side may appeal, as promised when the order was placed."""
    return claim.order.promised.appeal_window // DAY


def objection(claim: Claim, rulings: Iterable[Ruling], operator_id: int) -> str:
    """Why this operator may not rule on it now, in the words of the rule itself; empty when they may."""
    if claim.state not in TO_RULE:
        return ""
    before = next((one for one in rulings if one.given_at), None) if claim.state == ClaimState.APPEALED else None
    try:
        deciding.check_impartial(claim.order, Actor(Role.OPERATOR, operator_id), before=before)
    except DomainError as refusal:
        return refusal.words
    return ""


def _sides(claim: Claim, offers: list[Offer], now: datetime) -> tuple[Side, Side]:
    order = claim.order
    photos = Prefetch("photos", Photo.objects.order_by("pk"))
    said = list(claim.statements.prefetch_related(photos).order_by("at", "pk"))
    paid = vars(claim)
    records = records_of_both(order, YEAR, now)
    sides = (
        ("buyer", order.buyer.name, records[0], paid["paid_by_buyer"]),
        ("seller", order.shop.shown_name, records[1], paid["paid_to_shop"]),
    )
    made = [
        Side(
            role,
            name,
            [one for one in said if one.role == role],
            [Offered(offer, _worth(claim, offer)) for offer in offers if offer.role == role],
            record,
            orders,
        )
        for role, name, record, orders in sides
    ]
    return made[0], made[1]


def _worth(claim: Claim, offer: Offer) -> Money | None:
    """What the offer gives the buyer; unknown once the hold is empty."""
    return to_buyer(claim, offer) if claim.ended_at is None else None
