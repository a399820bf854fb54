"""What arrived at the host's bank: copied from the statement by one operator, booked by another."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.errors import DomainError
from core.posting import refuse, sent
from escrow.bank import matching, statement
from escrow.bank.actions.book_arrival import book_arrival, discard_arrival, match_arrival
from escrow.bank.actions.enter_arrival import enter_arrival
from escrow.bank.actions.enter_statement import enter_statement
from escrow.bank.models import Arrival
from escrow.payments.impartial import arrivals_of_own
from marketplace.staff.access import acting, operator
from marketplace.staff.bank_forms import ClaimForm, LineForm, StatementForm
from marketplace.staff.views.own import own
from marketplace.trade import desk_money
from marketplace.trade.desk_books import at_bank
from marketplace.trade.of_others import of_others

PAGE = 50


@require_safe
@operator
def listing(request: HttpRequest) -> HttpResponse:
    """Lines that wait for a second operator, oldest first, each with what booking it would do, but for one's own."""
    waiting = of_others(desk_money.waiting_arrivals(), acting(request)).order_by("entered_at", "pk")
    page = Paginator(waiting, PAGE).get_page(request.GET.get("page"))
    context = {
        "now": clock.now(),
        "page": page,
        "rows": matching.foresee(list(page.object_list)),
        "lies_there": at_bank(),
        "room": "desk",
    }
    return render(request, "staff/arrivals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def one_line(request: HttpRequest) -> HttpResponse:
    """Copy one line of the statement."""
    form = LineForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            enter_arrival(form.line(), operator_id=acting(request), now=clock.now())
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Entered. Another operator has to book it."))
            return redirect("staff:arrivals")
    context = {"form": form, "now": clock.now(), "room": "desk"}
    return render(request, "staff/arrival_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def whole_statement(request: HttpRequest) -> HttpResponse:
    """Copy a whole statement: pasted, or as a file. With a problem in it nothing is entered."""
    form = StatementForm(sent(request), request.FILES or None)
    problems: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            found = statement.read(form.cleaned_data["text"], currency=settings.CURRENCY)
            problems = found.problems
            if not problems:
                return _entered(request, found)
        except DomainError as refusal:
            refuse(form, refusal)
    context = {"form": form, "problems": problems, "now": clock.now(), "room": "desk"}
    return render(request, "staff/statement.html", context, status=422 if form.errors or problems else 200)


def _entered(request: HttpRequest, found: statement.Statement) -> HttpResponse:
    entered = enter_statement(found, operator_id=acting(request), now=clock.now())
    told = [ngettext("%(n)s line entered.", "%(n)s lines entered.", entered.new) % {"n": entered.new}]
    if entered.known:
        known = ngettext("%(n)s was entered before.", "%(n)s were entered before.", entered.known)
        told.append(known % {"n": entered.known})
    messages.success(request, " ".join(told))
    return redirect("staff:arrivals")


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def arrival(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """One line: what it is for, what it may be meant for. POST says so, and then another operator books it."""
    one = get_object_or_404(desk_money.waiting_arrivals(), pk=arrival_id)
    if Arrival.objects.filter(arrivals_of_own(acting(request)), pk=one.pk).exists():
        return own(request, None, "desk")
    form = ClaimForm(sent(request), initial={"claimed": one.claimed})
    if request.method == "POST" and form.is_valid():
        try:
            match_arrival(
                one.pk,
                claimed=form.cleaned_data["claimed"],
                transfer_id=form.cleaned_data["transfer"],
                operator_id=acting(request),
                now=clock.now(),
            )
        except DomainError as refusal:
            refuse(form, refusal)
        else:
            messages.success(request, _("Said what it is for. Another operator has to book it."))
            return redirect("staff:arrival", one.pk)
    context = {**_about(one), "form": form, "now": clock.now(), "room": "desk"}
    return render(request, "staff/arrival.html", context, status=422 if form.errors else 200)


def _about(one: Arrival) -> dict[str, Any]:
    (seen,) = matching.foresee([one])
    return {"one": one, "seen": seen, "misses": matching.near_misses(one), "came_back": matching.came_back(one)}


@require_POST
@operator
def booking(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """Book it, as the second operator, for what the page said it is for."""
    get_object_or_404(Arrival, pk=arrival_id)
    seen = {name: request.POST.get(name, "") for name in ("claimed", "transfer")}
    try:
        book_arrival(arrival_id, **seen, operator_id=acting(request), now=clock.now())
    except DomainError as refusal:
        messages.warning(request, refusal.words)
    else:
        messages.success(request, _("Booked. What it is for follows by itself in a moment."))
    return redirect("staff:arrivals")


@require_POST
@operator
def removal(request: HttpRequest, arrival_id: int) -> HttpResponse:
    """Put away what stands on no statement, or was copied wrongly."""
    get_object_or_404(Arrival, pk=arrival_id)
    try:
        discard_arrival(arrival_id, operator_id=acting(request), now=clock.now())
    except DomainError as refusal:
        messages.warning(request, refusal.words)
    else:
        messages.success(request, _("Put away. It may be entered anew."))
    return redirect("staff:arrivals")
