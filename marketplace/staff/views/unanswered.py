"""Refunds and payouts that were sent and that no provider has answered for in all the time they were asked about."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from escrow.payments.actions.ask import unanswered_payouts, unanswered_refunds
from marketplace.staff.access import operator

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One sum on its way: what the provider knows it by, which provider, since when, and how much (minor units)."""

    sent_as: str
    provider: str
    what: str
    opened_at: datetime
    amount: int
    currency: str


@require_safe
@operator
def unanswered(request: HttpRequest) -> HttpResponse:
    """What has been under way for more than three days without a word, longest first. Two queries."""
    now = clock.now()
    context = {"waiting": _waiting(now), "now": now, "room": "desk"}
    return render(request, "staff/unanswered.html", context)


def _waiting(now: datetime) -> list[Unanswered]:
    refunds = unanswered_refunds(now).select_related("capture").order_by("opened_at", "pk")[:SHOWN]
    payouts = unanswered_payouts(now).order_by("opened_at", "pk")[:SHOWN]
    rows = [
        Unanswered(row.sent_as, row.capture.gateway, _("Refund to a buyer"), row.opened_at, row.amount, row.currency)
        for row in refunds
    ]
    rows += [
        Unanswered(row.reference, row.gateway, _("Payout to a bank"), row.opened_at, row.amount, row.currency)
        for row in payouts
    ]
    return sorted(rows, key=lambda row: row.opened_at)
