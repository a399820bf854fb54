"""A shop's claims as rows: those that wait for it, by deadline; those that wait for others; the latest that ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.actor import Role
from core.money import Money
from marketplace.catalog.models import Shop
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.orders.models import Order
from marketplace.trade.claim_facts import ClaimFacts
from marketplace.trade.custody import CustodyLine
from marketplace.trade.facts import Facts, gather, with_facts
from marketplace.trade.line import custody_line

#: So many of those that ended are shown.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One open claim: until when the shop is to act (None: it waits for somebody else), what, how much, and where."""

    facts: Facts
    asked: ClaimFacts
    due_at: datetime | None
    what: str
    line: CustodyLine
    url: str

    @property
    def amount(self) -> Money:
        return self.asked.asked


def open_claims(shop: Shop, now: datetime) -> tuple[list[Row], list[Row]]:
    """All open claims of a shop: those that wait for it, the nearest deadline first, and the others, newest first."""
    return sorted_out(gather(asked_orders(shop)), now)


def asked_orders(shop: Shop) -> QuerySet[Order]:
    """The shop's orders about which money back is asked for, newest first, as `gather` reads them."""
    asked = Exists(Claim.objects.filter(order=OuterRef("pk"), ended_at=None))
    return with_facts(Order.objects.filter(asked, shop=shop)).order_by("-pk")


def sorted_out(found: Iterable[Facts], now: datetime) -> tuple[list[Row], list[Row]]:
    """The open claims of these: those that wait for the shop, the nearest deadline first, and the others."""
    rows = [row for facts in found if (row := row_of(facts, now))]
    waiting = sorted((row.due_at, row.facts.order.pk, row) for row in rows if row.due_at)
    return [row for _due, _pk, row in waiting], [row for row in rows if row.due_at is None]


def ended(shop: Shop) -> list[Claim]:
    """The latest claims that ended."""
    claims = Claim.objects.filter(order__shop=shop, ended_at__isnull=False)
    return list(claims.select_related("order__buyer").order_by("-ended_at", "-pk")[:SHOWN])


def row_of(facts: Facts, now: datetime) -> Row | None:
    """The row of an order's open claim."""
    asked = facts.claim
    if asked is None or not asked.is_open:
        return None
    return Row(
        facts,
        asked,
        asked.waits_for(Role.SELLER),
        _what(asked).format(reference=facts.order.reference, buyer=facts.order.buyer.name),
        custody_line(facts, Role.SELLER, now),
        reverse("sellers:claim", args=[facts.order.reference, asked.claim.pk]),
    )


def _what(asked: ClaimFacts) -> str:
    return {
        ClaimState.ASKED: _("Answer {buyer}’s request about order {reference}"),
        ClaimState.OFFERED: _("Answer {buyer}’s offer about order {reference}"),
        ClaimState.INSPECTING: _("Look at what came back of order {reference}"),
        ClaimState.EVIDENCE: _("Show what you have about order {reference}"),
        ClaimState.RULED: _("Read the ruling on order {reference}"),
    }.get(asked.state, _("Request about order {reference}"))
