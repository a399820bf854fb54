"""Promised times: what runs, what is late, and, in the demo, the clock itself."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock, deadlines
from core.actor import Actor, Role
from core.errors import DomainError
from core.models import Deadline
from escrow.payments import gateways
from escrow.payments.providers.protocol import GatewayError
from marketplace.staff.access import acting, demo_only, operator
from marketplace.staff.forms import ClockForm
from marketplace.trade.of_others import of_others
from marketplace.trade.record_told import record_told
from marketplace.trade.untold import unproven, untold, wanting_proof

PAGE = 50


@require_safe
@operator
def listing(request: HttpRequest) -> HttpResponse:
    """Every deadline of others that has not ended, next first; `?kind=` narrows."""
    now = clock.now()
    open_ones = of_others(deadlines.open_ones(), acting(request))
    kinds = list(open_ones.order_by("kind").values_list("kind", flat=True).distinct())
    kind = request.GET.get("kind", "")
    if kind in kinds:
        open_ones = open_ones.filter(kind=kind)
    page = Paginator(open_ones, PAGE).get_page(request.GET.get("page"))
    context = {"now": now, "page": page, "kinds": kinds, "kind": kind, "form": ClockForm(), "room": "deadlines"}
    return render(request, "staff/deadlines.html", context)


@require_POST
@operator
@demo_only
def move_clock(request: HttpRequest) -> HttpResponse:
    """Move the site's time ahead, so that what is promised for later can be seen now."""
    form = ClockForm(request.POST)
    if form.is_valid():
        clock.move_forward(timedelta(hours=form.cleaned_data["hours"]))
        messages.success(request, _("The clock has been moved. What has fallen due happens within a few seconds."))
        try:
            gateways.keep_time_with_us()
        except GatewayError:
            messages.warning(
                request, _("The sandbox did not hear of it: its charges and parcels bear an earlier time.")
            )
    else:
        messages.warning(request, _("Write how many hours to move the clock, from 1 to 2,400."))
    return redirect("staff:deadlines")


@require_POST
@operator
@demo_only
def make_due(request: HttpRequest, deadline_id: int) -> HttpResponse:
    """Let one deadline fall due now."""
    deadline = get_object_or_404(Deadline, pk=deadline_id, done_at=None, remainder=None)
    deadlines.make_due(deadline, now=clock.now())
    messages.success(request, _("The deadline is due. It is acted on within a few seconds."))
    return redirect("staff:deadlines")


@require_safe
@operator
def without_notice(request: HttpRequest) -> HttpResponse:
    """Deadlines that wait because nobody has proof that the person was told. A person tries, then says so here."""
    now = clock.now()
    page = Paginator(of_others(unproven(now), acting(request)), PAGE).get_page(request.GET.get("page"))
    context = {"now": now, "page": page, "rows": untold(page.object_list), "room": "desk"}
    return render(request, "staff/without_notice.html", context)


@require_POST
@operator
def told(request: HttpRequest, deadline_id: int) -> HttpResponse:
    """An operator has told the person: this is the proof of notice, and it goes into the audit."""
    deadline = get_object_or_404(wanting_proof(), pk=deadline_id)
    try:
        record_told(deadline, now=clock.now(), actor=Actor(Role.OPERATOR, acting(request)))
    except DomainError as error:
        messages.warning(request, error.words)
    else:
        messages.success(request, _("Noted. The time to answer runs from now."))
    return redirect("staff:without_notice")
