"""Disputed charges: the list, and one of them with its orders, our evidence, its entries and its record."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from escrow.payments.models import Chargeback
from marketplace.chargebacks import stakes
from marketplace.chargebacks.actions.submit_evidence import submit_evidence
from marketplace.staff.access import acting, operator
from marketplace.staff.forms import EvidenceForm
from marketplace.staff.views.own import own
from marketplace.trade.desk_order import look_at_dispute
from marketplace.trade.of_others import of_others

PER_PAGE = 30


@require_safe
@operator
def listing(request: HttpRequest) -> HttpResponse:
    """Of others: open ones first, the nearest time for evidence first; then those that have ended, the latest first."""
    found = of_others(Chargeback.objects.all(), acting(request)).select_related("capture__payment", "evidence")
    ordered = found.order_by(F("ended_at").desc(nulls_first=True), "evidence_due_at", "pk")
    page = Paginator(ordered, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "staff/chargebacks.html", {"now": clock.now(), "page": page, "room": "chargebacks"})


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def chargeback(request: HttpRequest, chargeback_id: int) -> HttpResponse:
    """One dispute. Posted words go to the provider with all that is known of the orders, once."""
    found = get_object_or_404(
        Chargeback.objects.select_related("capture__payment", "evidence__operator"), pk=chargeback_id
    )
    me = acting(request)
    if stakes.concerns(found, me):
        mine = next((order for order in stakes.orders_of(found) if order.concerns(me)), None)
        return own(request, mine, "chargebacks")
    form = EvidenceForm(sent(request))
    if request.method == "POST" and form.is_valid():
        now, who = clock.now(), Actor(Role.OPERATOR, me)
        statement = form.cleaned_data["statement"]

        def act() -> dict[str, int]:
            return {"evidence": submit_evidence(found.pk, statement=statement, now=now, actor=who).pk}

        try:
            act_once(request, act, now=now)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Written. It goes to the provider now."))
            return redirect("staff:chargeback", found.pk)
    return _page(request, found, form)


def _page(request: HttpRequest, found: Chargeback, form: EvidenceForm) -> HttpResponse:
    now = clock.now()
    seen = look_at_dispute(found, now)
    context = {
        "now": now,
        "chargeback": found,
        "seen": seen,
        "form": form if form.is_bound or seen.open else None,
        "room": "chargebacks",
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "staff/chargeback.html", context, status=422 if form.is_bound else 200)
