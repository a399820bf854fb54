"""A shop's account by day, on a page and for a spreadsheet; and what one payout is made of."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import clock
from core.money import Money
from escrow.payments.models import Payout
from marketplace.trade.periods import PERIODS, Period, chosen
from marketplace.trade.statement import masked, parts_of, statement_by_day
from sellers.access import SellerRequest, seller
from sellers.forms.money import DaysForm
from sellers.statement import as_csv

DAYS_A_PAGE = 31


@dataclass(frozen=True, slots=True)
class _Asked:
    """The days somebody chose: by two dates, or a period that ends today."""

    first: date
    last: date
    form: DaysForm
    period: Period | None

    @property
    def query(self) -> str:
        """What stands in the address of the same days."""
        return urlencode({"since": self.first.isoformat(), "until": self.last.isoformat()})


@seller
@require_safe
def statement(request: SellerRequest) -> HttpResponse:
    """Each day on which something moved, between what was there when it began and ended."""
    now = clock.now()
    asked = _asked(request, now)
    found = statement_by_day(request.shop, asked.first, asked.last, _zone())
    context = {
        "now": now,
        "asked": asked,
        "form": asked.form,
        "periods": PERIODS,
        "period": asked.period,
        "statement": found,
        "page": Paginator(found.days, DAYS_A_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "sellers/statement.html", context, status=422 if asked.form.errors else 200)


@seller
@require_safe
def statement_csv(request: SellerRequest) -> StreamingHttpResponse:
    """The same days, as a spreadsheet reads them."""
    asked = _asked(request, clock.now())
    lines = list(as_csv(statement_by_day(request.shop, asked.first, asked.last, _zone())))
    name = f"statement-{asked.first.isoformat()}-{asked.last.isoformat()}.csv"
    return StreamingHttpResponse(
        iter(lines),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@seller
@require_safe
def payout(request: SellerRequest, payout: int) -> HttpResponse:
    """One payout: where it goes, how far it is, and line by line what it is made of."""
    payouts = Payout.objects.filter(book_id=request.shop.book_id, refund=None).select_related("account")
    one = get_object_or_404(payouts, pk=payout)
    parts = parts_of(one)
    context = {
        "now": clock.now(),
        "payout": one,
        "amount": Money(one.amount, one.currency),
        "account": masked(one.account.bank, one.account.number),
        "parts": parts,
    }
    return render(request, "sellers/payout.html", context)


def _asked(request: SellerRequest, now: datetime) -> _Asked:
    """What the address says; the shortest period when it says nothing, or what nobody can read."""
    today = now.astimezone(_zone()).date()
    by_dates = "since" in request.GET or "until" in request.GET
    form = DaysForm(request.GET if by_dates else None)
    if by_dates and form.is_valid():
        return _Asked(form.cleaned_data["since"], form.cleaned_data["until"], form, None)
    period = chosen(request.GET.get("days", ""))
    first = today - timedelta(days=period.days - 1)
    if not by_dates:
        form = DaysForm(initial={"since": first.isoformat(), "until": today.isoformat()})
    return _Asked(first, today, form, None if by_dates else period)


def _zone() -> ZoneInfo:
    return ZoneInfo(timezone.get_current_timezone_name())
