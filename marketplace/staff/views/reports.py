"""What people report: the queue, one report with its context, and closing it in words."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from marketplace.conversations.actions.report import close_report
from marketplace.conversations.models import Photo, Report
from marketplace.conversations.queries import may_be_read_by_the_desk, open_reports
from marketplace.conversations.reported import concerns
from marketplace.staff.access import acting, operator
from marketplace.staff.views.own import own
from marketplace.trade import claim_photos
from marketplace.trade.of_others import of_others
from marketplace.trade.reports import ClosingForm, of_report
from marketplace.trade.talk import whole

PER_PAGE = 30


@require_safe
@operator
def listing(request: HttpRequest) -> HttpResponse:
    """Open reports, oldest first, without those that concern the reader."""
    page = Paginator(of_others(open_reports(), acting(request)), PER_PAGE).get_page(request.GET.get("page"))
    context = {"now": clock.now(), "page": page, "room": "reports"}
    return render(request, "staff/reports.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """What is reported, with the conversation around a message, and the words that close it."""
    found = get_object_or_404(Report.objects.select_related("reporter", "closed_by"), pk=report_id)
    if concerns(found, acting(request)):
        return own(request, None, "reports")
    form = ClosingForm(sent(request))
    if request.method == "POST" and form.is_valid():
        now, who = clock.now(), Actor(Role.OPERATOR, acting(request))
        answer = form.cleaned_data["answer"]
        try:
            act_once(request, lambda: {"report": close_report(found.pk, answer=answer, now=now, actor=who).pk}, now=now)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Closed. Whoever reported it is told."))
            return redirect("staff:reports")
    what = of_report(found)
    context = {
        "now": clock.now(),
        "report": found,
        "what": what,
        "said": whole(what.thread) if what.thread else (),
        "form": form,
        "room": "reports",
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "staff/report.html", context, status=422 if form.is_bound else 200)


@require_safe
@operator
def photo(request: HttpRequest, photo_id: int) -> FileResponse:
    """A picture of a conversation that the desk may read."""
    found = get_object_or_404(Photo.objects.select_related("message__thread"), pk=photo_id)
    if not may_be_read_by_the_desk(found.message.thread, acting(request)):
        raise Http404
    return claim_photos.answer(request, found)
