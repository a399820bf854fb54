"""What operators send from the host's bank by hand: the list, and what became of each."""

import csv

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.errors import DomainError
from core.money import Money
from core.posting import refuse, sent
from core.spreadsheets import harmless
from escrow.bank.actions.end_transfer import tick_off_transfer
from escrow.bank.models import Transfer
from escrow.payments.impartial import is_own_transfer
from marketplace.staff.access import acting, operator
from marketplace.staff.bank_forms import TickForm
from marketplace.staff.forms import ReasonForm
from marketplace.staff.views.own import own
from marketplace.trade import desk_money
from marketplace.trade.desk_books import at_bank
from marketplace.trade.of_others import of_others
from marketplace.trade.proposing import about_transfer, propose

PAGE = 50
SHOWN = 20


@require_safe
@operator
def listing(request: HttpRequest) -> HttpResponse:
    """What has to be sent to others, oldest first; and the last that were."""
    me = acting(request)
    listed = of_others(desk_money.transfers(), me).order_by("asked_at", "pk")
    page = Paginator(listed, PAGE).get_page(request.GET.get("page"))
    ended = of_others(desk_money.ended_transfers(), me).select_related("ended_by").order_by("-ended_at")
    context = {
        "now": clock.now(),
        "page": page,
        "ended": ended[:SHOWN],
        "lies_there": at_bank(),
        "room": "desk",
    }
    return render(request, "staff/transfers.html", context)


@require_safe
@operator
def as_csv(request: HttpRequest) -> HttpResponse:
    """The whole list, for the bank's own upload or for printing; amounts in the currency's main unit."""
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="transfers.csv"'
    rows = csv.writer(answer)
    rows.writerow(["reference", "kind", "holder", "bank", "account", "currency", "amount", "asked_at"])
    for one in of_others(desk_money.transfers(), acting(request)).order_by("asked_at", "pk"):
        whom = (harmless(words) for words in (one.holder, one.bank, one.number))
        asked_at = timezone.localtime(one.asked_at).isoformat(timespec="seconds")
        rows.writerow([one.reference, one.kind, *whom, one.currency, Money(one.amount, one.currency).major, asked_at])
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def transfer(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """One transfer. POST ticks it off with the bank's own reference."""
    one = get_object_or_404(Transfer.objects.select_related("ended_by"), pk=transfer_id)
    if is_own_transfer(one, acting(request)):
        return own(request, None, "desk")
    form = TickForm(sent(request))
    if request.method == "POST" and form.is_valid():
        named = form.cleaned_data["bank_reference"]
        try:
            tick_off_transfer(one.pk, bank_reference=named, operator_id=acting(request), now=clock.now())
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Ticked off: %(reference)s.") % {"reference": one.reference})
            return redirect("staff:transfers")
    return _show(request, one, form, ReasonForm())


@require_POST
@operator
def refusal(request: HttpRequest, transfer_id: int) -> HttpResponse:
    """Propose that the bank refused it; a second operator agrees, for then it is owed again."""
    one = get_object_or_404(desk_money.transfers(), pk=transfer_id)
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            propose(about_transfer(one), form.cleaned_data["reason"], operator_id=acting(request), now=clock.now())
        except DomainError as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Proposed. Another operator has to carry it out."))
            return redirect("staff:decisions")
    return _show(request, one, TickForm(), form)


def _show(request: HttpRequest, one: Transfer, form: TickForm, refused: ReasonForm) -> HttpResponse:
    context = {"one": one, "form": form, "refused": refused, "now": clock.now(), "room": "desk"}
    return render(request, "staff/transfer.html", context, status=422 if form.errors or refused.errors else 200)
