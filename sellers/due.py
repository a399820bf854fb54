"""What a seller must do, by deadline: the desk begins with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, Count, OuterRef, Q, QuerySet, Subquery, When, Window
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.models import Deadline
from core.money import Money
from escrow.states import HoldState
from marketplace.catalog.models import Shop
from marketplace.claims.states import ClaimState
from marketplace.orders.models import Order
from marketplace.trade import times
from marketplace.trade.facts import Facts, gather, with_facts
from marketplace.trade.phrases import plain
from sellers.claims import asked_orders, sorted_out

#: So many of the soonest stand on the desk; the rest is counted and found among the orders.
SHOWN = 12
ANSWERED = (ClaimState.ASKED, ClaimState.OFFERED)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do: until when, what, what follows if not, the money in question, and where it is done."""

    due_at: datetime
    what: str
    otherwise: str
    amount: Money
    url: str
    label: str


@dataclass(frozen=True, slots=True)
class Duties:
    """The soonest, how many there are in all, and how many of them are late or due before the reader's midnight."""

    rows: list[Due]
    count: int
    until_tonight: int


def duties(shop: Shop, now: datetime) -> Duties:
    """What is to be done, soonest first: counted by the database, and no more is read than is shown.

    The facts of orders to ship and of requests for money back are gathered together: six queries at most.
    """
    here = timezone.localtime(now)
    midnight = here.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    to_ship: list[Any] = list(with_facts(_waiting(shop, midnight))[:SHOWN])
    facts = gather([*to_ship, *asked_orders(shop)])
    asked = _requests(facts[len(to_ship) :], now)
    found = [_due(one, now) for one in facts[: len(to_ship)]]
    count, until_tonight = (to_ship[0].waiting, to_ship[0].until_tonight) if to_ship else (0, 0)
    return Duties(
        sorted([*asked, *(row for row in found if row)], key=lambda row: row.due_at),
        len(asked) + count,
        sum(row.due_at < midnight for row in asked) + until_tonight,
    )


def _requests(facts: Iterable[Facts], now: datetime) -> list[Due]:
    """The requests for money back that wait for the shop."""
    return [
        Due(
            due_at=row.due_at,
            what=row.what,
            otherwise=plain(row.line.sentence),
            amount=row.amount,
            url=row.url,
            label=_("Answer it") if row.asked.state in ANSWERED else _("Look at it"),
        )
        for row in sorted_out(facts, now)[0]
        if row.due_at
    ]


def _waiting(shop: Shop, midnight: datetime) -> QuerySet[Any]:
    """The shop's paid orders that wait for the seller, to ship or to send again, with `.due_at`, soonest first.

    Each says how many there are in all (`.waiting`), and how many of them are due by `midnight` (`.until_tonight`).
    """
    astray = Q(shipment__returned_at__isnull=False) | Q(shipment__lost_at__isnull=False)
    waiting = Order.objects.filter(
        Q(shipment=None) | astray, shop=shop, hold__state=HoldState.HELD, hold__freeze_count=0
    )
    about = Deadline.objects.filter(subject_type="order", subject_id=OuterRef("pk")).order_by("-id")
    promise = about.filter(kind="ship_promise")
    again = about.filter(kind="handed_over_again", done_at=None, remainder=None)
    due_at = Case(
        When(shipment=None, then=Subquery(promise.values("due_at")[:1])), default=Subquery(again.values("due_at")[:1])
    )
    found = waiting.annotate(due_at=due_at).exclude(due_at=None).order_by("due_at", "pk")
    tonight = Window(Count("pk", filter=Q(due_at__lt=midnight)))
    return found.annotate(waiting=Window(Count("pk")), until_tonight=tonight)


def _due(facts: Facts, now: datetime) -> Due | None:
    url = reverse("sellers:shipment", args=[facts.order.reference])
    if facts.astray:
        return _send_again(facts, url, now)
    if facts.promise is None or facts.latest is None:
        return None
    parts = {"latest": times.absolute(facts.latest, now), "buyer": facts.order.buyer.name}
    late = _("{buyer} may cancel for a full refund at any moment. Refunded by itself on {latest}.")
    ahead = _("Later than that, {buyer} may cancel at once. Refunded by itself on {latest}.")
    return Due(
        due_at=facts.promise,
        what=_("Ship order {reference}").format(reference=facts.order.reference),
        otherwise=(late if facts.promise <= now else ahead).format(**parts),
        amount=facts.kept,
        url=url,
        label=_("Ship it"),
    )


def _send_again(facts: Facts, url: str, now: datetime) -> Due | None:
    due_at = facts.due("handed_over_again")
    if due_at is None:
        return None
    words = _("The parcel went astray. On {due} the order is refunded by itself.")
    return Due(
        due_at=due_at,
        what=_("Send order {reference} again").format(reference=facts.order.reference),
        otherwise=words.format(due=times.absolute(due_at, now)),
        amount=facts.kept,
        url=url,
        label=_("Send it again"),
    )
