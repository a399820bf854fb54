"""What pages ask about claims."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from core.actor import Role
from core.deadlines import running
from core.models import Deadline
from core.money import Money
from marketplace.catalog.models import Shop
from marketplace.claims import dividing
from marketplace.claims.models import Claim, Offer, Photo, Ruling, Statement, Sums
from marketplace.claims.states import FOR_NOTHING, IN_FAVOUR, RULED, ClaimState, verbs_of
from marketplace.claims.sums import Claimable, lines_open_to_claim
from marketplace.orders.models import Order
from marketplace.users.models import User

__all__ = ["Claimable", "lines_open_to_claim"]

_TO_RULE = (ClaimState.RULING, ClaimState.APPEALED)


def open_claim_of(order: Order) -> Claim | None:
    """The claim about the order that has not ended."""
    return Claim.objects.filter(order=order, ended_at=None).first()


def clocks_of(claim: Claim) -> QuerySet[Deadline]:
    """The claim's running clocks, the next one first."""
    return running().filter(subject_type="claim", subject_id=claim.pk).order_by("due_at", "pk")


def to_buyer(claim: Claim, sums: Sums) -> Money:
    """What the buyer would get out of the hold by these sums: without the platform's own discount in them.

    Raises DomainError back_too_much when less is left.
    """
    hold = claim.order.hold
    return Money(dividing.to_buyer(hold, sums), hold.currency)


def claims_of_own(user_id: int) -> Q:
    """Of claims, and of their pictures: those about an order somebody is a side of."""
    return Q(order__buyer=user_id) | Q(order__shop__owner=user_id)


def photos_shown_at_desk(operator_id: int) -> QuerySet[Photo]:
    """Pictures that stand beside something that was said, of orders that are not the operator's own."""
    return Photo.objects.filter(~claims_of_own(operator_id), _is_shown())


def photos_shown_to(user: User) -> QuerySet[Photo]:
    """Of the orders somebody is a side of: their own pictures, and those the other side has shown."""
    return Photo.objects.filter(claims_of_own(user.pk), Q(uploader=user) | Q(_is_shown()))


def _is_shown() -> Exists:
    return Exists(Statement.photos.through.objects.filter(photo=OuterRef("pk")))


def verbs_open_to(claim: Claim, role: Role) -> tuple[str, ...]:
    """What a side may do about the claim now: the table's verbs, less those its facts forbid."""
    verbs = verbs_of(ClaimState(claim.state), role)
    if claim.state in {ClaimState.ASKED, ClaimState.OFFERED}:
        offers = list(Offer.objects.filter(claim=claim, role=role.value))
        waits = any(offer.answered_at is None for offer in offers)
        if waits:
            verbs = tuple(verb for verb in verbs if verb not in {"accept_offer", "refuse_offer", "offer"})
        if len(offers) >= settings.MAX_OFFERS:
            verbs = tuple(verb for verb in verbs if verb != "offer")
    if claim.state == ClaimState.RULED and not running().filter(
        subject_type="claim", subject_id=claim.pk, kind=f"appeal_{role.value}"
    ):
        verbs = ()
    return verbs


@dataclass(frozen=True, slots=True)
class Docket:
    """A claim that waits for the desk: promised by `promised_at` (None: that has passed), decided at `latest_at` at the
    latest by what was announced, as at `cap_at`, when its money cannot be kept any longer (None: it was released);
    `amount` is what is divided.
    """

    claim: Claim
    promised_at: datetime | None
    latest_at: datetime
    cap_at: datetime | None
    amount: Money
    proposal: Ruling | None


def desk_queue(among: QuerySet[Claim], now: datetime) -> list[Docket]:
    """What of `among` waits for a ruling: the nearest deadline first, of those the largest amount. Three queries."""
    claims = list(among.filter(state__in=_TO_RULE).select_related("order__hold", "order__shop", "order__buyer"))
    due: dict[tuple[int, str], datetime] = {}
    for row in running().filter(subject_type="claim", subject_id__in=[claim.pk for claim in claims]):
        due[row.subject_id, row.kind.rpartition("_")[2]] = row.due_at
    waiting = {
        ruling.claim_id: ruling for ruling in Ruling.objects.filter(claim__in=claims, given_at=None, declined_at=None)
    }
    dockets = [
        Docket(
            claim,
            due.get((claim.pk, "promise")),
            due.get((claim.pk, "latest"), now),
            due.get((claim.pk, "cap")),
            Money(claim.order.hold.left, claim.order.currency),
            waiting.get(claim.pk),
        )
        for claim in claims
    ]
    return sorted(dockets, key=lambda one: (one.promised_at or one.latest_at, -one.amount.minor, one.claim.pk))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many claims were opened, and how those that ended did: `agreed` between the sides, `upheld` by the desk at
    least in part, `rejected` by the desk, `dropped` (withdrawn, left, refused before shipping).
    """

    opened: int
    agreed: int
    upheld: int
    rejected: int
    dropped: int


def record_of_buyer(user: User) -> Tally:
    """All claims of a person: shown to a shop that answers one of them, never in public. One query."""
    return _tally(Claim.objects.filter(order__buyer=user))


def record_of_shop(shop: Shop, days: int, now: datetime) -> Tally:
    """A shop's claims opened in the last `days`. One query."""
    return _tally(Claim.objects.filter(order__shop=shop, opened_at__gt=now - timedelta(days=days)))


def records_of_both(order: Order, days: int, now: datetime) -> tuple[Tally, Tally]:
    """The record of an order's buyer, and that of its shop in the last `days`. One query."""
    of_buyer = Q(order__buyer_id=order.buyer_id)
    of_shop = Q(order__shop_id=order.shop_id, opened_at__gt=now - timedelta(days=days))
    counts = Claim.objects.filter(of_buyer | of_shop).aggregate(
        **{f"buyer_{name}": Count("pk", filter=of_buyer & of, distinct=True) for name, of in _tallied().items()},
        **{f"shop_{name}": Count("pk", filter=of_shop & of, distinct=True) for name, of in _tallied().items()},
    )
    buyer, shop = (Tally(**{name: counts[f"{side}_{name}"] for name in _tallied()}) for side in ("buyer", "shop"))
    return buyer, shop


def _tally(claims: QuerySet[Claim]) -> Tally:
    return Tally(**claims.aggregate(**{name: Count("pk", filter=of, distinct=True) for name, of in _tallied().items()}))


def _tallied() -> dict[str, Q]:
    """What is counted, by its name in `Tally`."""
    gave = Q(rulings__final_at__isnull=False) & (
        Q(rulings__goods__gt=0) | Q(rulings__other__gt=0) | Q(rulings__postage__gt=0)
    )
    ruled = Q(outcome__in=RULED)
    final = Q(rulings__final_at__isnull=False)
    return {
        "opened": Q(pk__isnull=False),
        "agreed": Q(outcome__in=IN_FAVOUR),
        "upheld": ruled & gave,
        "rejected": ruled & final & ~gave,
        "dropped": Q(outcome__in=FOR_NOTHING),
    }


@dataclass(frozen=True, slots=True)
class RulingNumbers:
    """What the site says in public about its rulings: how many were given, in how many hours (the median, from the
    moment the claim lay on the desk), how many were changed on appeal, how often none came in time, and how many wait.
    """

    given: int
    median_hours: int | None
    overturned: int
    by_default: int
    waiting: int
    overdue: int


def public_numbers(now: datetime) -> RulingNumbers:
    """Over all time. Four queries."""
    given = list(
        Ruling.objects.filter(given_at__isnull=False, by_default=False).values_list(
            "claim_id", "number", "given_at", "goods", "other", "postage"
        )
    )
    first = {row[0]: row[3:] for row in given if row[1] == 1}
    overturned = sum(1 for row in given if row[1] == 2 and first.get(row[0]) != row[3:])  # noqa: PLR2004
    begun: dict[int, datetime] = dict(
        Deadline.objects.filter(subject_type="claim", kind="ruling_latest").values_list("subject_id", "window_from")
    )
    spans = sorted(
        given_at - begun[claim]
        for claim, number, given_at, *_sums in given
        if number == 1 and given_at is not None and claim in begun
    )
    waiting = running().filter(subject_type="claim", kind__in=("ruling_latest", "appeal_latest")).count()
    promised = running().filter(subject_type="claim", kind__in=("ruling_promise", "appeal_promise")).count()
    return RulingNumbers(
        given=len(given),
        median_hours=int(spans[len(spans) // 2].total_seconds() // 3600) if spans else None,
        overturned=overturned,
        by_default=Ruling.objects.filter(by_default=True, final_at__lte=now).count(),
        waiting=waiting,
        overdue=waiting - promised,
    )
