"""The books: trial balance, cover, invariants, and the journal of one order."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.conf import settings
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.actor import Role
from core.models import AuditRecord, Deadline
from core.money import Money
from escrow import invariants, queries
from marketplace.orders.models import Order
from marketplace.staff.access import acting, operator
from marketplace.staff.views.own import own
from marketplace.trade.entries import entries_of
from marketplace.trade.facts import gather, with_facts
from marketplace.trade.line import custody_line


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One kind of account in the trial balance."""

    name: str
    debit: Money
    credit: Money
    balance: Money


@require_safe
@operator
def books(request: HttpRequest) -> HttpResponse:
    """The trial balance of the site's currency, cover, and every invariant by name."""
    now = clock.now()
    currency = settings.CURRENCY
    totals = queries.trial_balance(currency)
    broken = invariants.check_site(now)
    context = {
        "now": now,
        "rows": [_row(total, currency) for total in totals],
        "sums": (
            Money(sum(total.debit for total in totals), currency),
            Money(sum(total.credit for total in totals), currency),
        ),
        "cover": Money(queries.cover(currency), currency),
        "broken": broken,
        "names": sorted(set(invariants.names_of_site()) - {one.name for one in broken}),
        "room": "books",
    }
    return render(request, "staff/books.html", context)


def _row(total: queries.Total, currency: str) -> BalanceRow:
    return BalanceRow(
        total.kind.label, Money(total.debit, currency), Money(total.credit, currency), Money(total.balance, currency)
    )


@require_safe
@operator
def order(request: HttpRequest, reference: str) -> HttpResponse:
    """One order as the desk sees it: where the money is, its journal, its deadlines, who did what."""
    if "\0" in reference:
        raise Http404
    one = with_facts(Order.objects.filter(reference=reference)).first()
    if one is None:
        raise Http404
    if one.concerns(acting(request)):
        return own(request, one, "books")
    now = clock.now()
    (facts,) = gather([one])
    subjects = [("order", one.pk), ("hold", one.hold_id), ("payment", one.hold.payment_id)]
    context = {
        "now": now,
        "order": one,
        "line": custody_line(facts, Role.OPERATOR, now),
        "entries": entries_of(queries.journal_of_payment(one.hold.payment_id)),
        "deadlines": Deadline.objects.filter(_about(subjects), done_at=None).order_by("due_at"),
        "claims": one.claims.order_by("-opened_at") if facts.claim else (),
        "reviews": one.reviews.filter(opened_at__isnull=False).order_by("by_role") if facts.reviews.opened else (),
        "records": AuditRecord.objects.filter(_about(subjects)).order_by("-id"),
        "room": "books",
    }
    return render(request, "staff/order.html", context)


def _about(subjects: list[tuple[str, int]]) -> Q:
    return reduce(or_, (Q(subject_type=kind, subject_id=pk) for kind, pk in subjects))
