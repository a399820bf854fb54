"""The operators' overview: what was held, where it went, what is the host's own, and how old open claims are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Case, Count, F, IntegerField, Sum, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.money import Money
from escrow import queries
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.trade import site_days
from marketplace.trade.periods import Period

#: Open claims by age: younger than so many days, and how that is said. The last has no end.
AGES: tuple[tuple[int, Promise], ...] = (
    (2, _("up to 2 days")),
    (7, _("2 to 7 days")),
    (14, _("7 to 14 days")),
    (30, _("14 to 30 days")),
    (10_000, _("more than 30 days")),
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A day or a week from `start`: what was released to shops (without our fee) and refunded to buyers in it, and what
    was held and was the host's own (`cover`) at its end.
    """

    start: date
    released: Money
    refunded: Money
    held: Money
    cover: Money


@dataclass(frozen=True, slots=True)
class Group:
    """So many open claims of one age, or that wait for one thing (a `ClaimState`), and what they ask for together."""

    code: int | str
    name: str
    claims: int
    asked: Money


@dataclass(frozen=True, slots=True)
class Overview:
    """A period in pieces, oldest first, with its sums, and the claims that are open now."""

    pieces: list[Piece]
    by_age: list[Group]
    by_state: list[Group]

    @property
    def released(self) -> Money:
        return sum((piece.released for piece in self.pieces), _nothing())

    @property
    def refunded(self) -> Money:
        return sum((piece.refunded for piece in self.pieces), _nothing())

    @property
    def claims(self) -> int:
        return sum(group.claims for group in self.by_age)

    @property
    def asked(self) -> Money:
        return sum((group.asked for group in self.by_age), _nothing())


def of_site(period: Period, now: datetime) -> Overview:
    """How the site goes. Four queries at most."""
    return Overview(pieces(period, now), *open_claims(now))


def pieces(period: Period, now: datetime) -> list[Piece]:
    """The period's, oldest first, counted back from what the books say now. Three queries at most."""
    currency = settings.CURRENCY
    kept = queries.keeping(currency)
    held, cover = kept.held, kept.cover
    found = []
    for flow in reversed(site_days.pieces(period, now)):
        amounts = (Money(minor, currency) for minor in (flow.to_shops, flow.to_buyers, held, cover))
        found.append(Piece(flow.day, *amounts))
        held, cover = held - (flow.kept - flow.left), cover - flow.ours
    return found[::-1]


def open_claims(now: datetime) -> tuple[list[Group], list[Group]]:
    """The open claims by age, the youngest first, and by what they wait for; in the site's currency. One query."""
    limits = [now - timedelta(days=days) for days, _name in AGES]
    of_age = Case(
        *(When(opened_at__gt=limit, then=Value(place)) for place, limit in enumerate(limits)),
        output_field=IntegerField(),
    )
    asked = Sum(F("goods") + F("other") + F("tax") + F("postage"))
    found = Claim.objects.filter(ended_at=None, order__currency=settings.CURRENCY).annotate(age=of_age)
    rows = list(found.values_list("age", "state").annotate(n=Count("pk"), asked=asked))
    by_age = [
        _group(days, str(name), [row for row in rows if row[0] == place]) for place, (days, name) in enumerate(AGES)
    ]
    waited_for = {state: [row for row in rows if row[1] == state] for state in ClaimState}
    by_state = [_group(state.value, str(state.label), of_state) for state, of_state in waited_for.items() if of_state]
    return by_age, by_state


def _group(code: int | str, name: str, rows: Sequence[tuple[int, str, int, int]]) -> Group:
    claims, asked = sum(row[2] for row in rows), sum(row[3] for row in rows)
    return Group(code, name, claims, Money(asked, settings.CURRENCY))


def _nothing() -> Money:
    return Money(0, settings.CURRENCY)
