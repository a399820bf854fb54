"""Saying that something is not right: a message, goods, a review, a shop."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from marketplace.conversations.actions.report import report
from marketplace.conversations.models import Subject
from marketplace.conversations.reported import may_report
from marketplace.trade.reports import ReportForm, shown
from marketplace.users.requests import SignedInRequest


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def report_page(request: SignedInRequest, kind: str, number: int) -> HttpResponse:
    """What is reported, why, and what happens then. What one cannot see is not there."""
    if kind not in Subject or not may_report(Subject(kind), number, request.user.pk):
        raise Http404
    form = ReportForm(sent(request))
    if request.method == "POST" and form.is_valid():
        now, who, given = clock.now(), Actor(Role.BUYER, request.user.pk), form.cleaned_data
        try:
            act_once(
                request,
                lambda: {
                    "report": report(kind, number, ground=given["ground"], words=given["words"], now=now, actor=who).pk
                },
                now=now,
            )
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Thank you. We look at it and tell you what we did."))
            return redirect("storefront:home")
    context = {
        "now": clock.now(),
        "what": shown(Subject(kind), number),
        "form": form,
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "storefront/report.html", context, status=422 if form.is_bound else 200)
