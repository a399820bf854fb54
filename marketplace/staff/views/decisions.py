"""What one operator proposes about money, and a second one carries out."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.errors import DomainError
from core.posting import refuse, sent
from escrow.payments.actions import by_hand, decide
from escrow.payments.actions.payout_accounts import entered_last
from escrow.payments.models import Decision
from marketplace.staff import forms, queues
from marketplace.staff.access import acting, operator
from marketplace.staff.views.own import own
from marketplace.trade import desk_money
from marketplace.trade.by_hand import lines_of_decision
from marketplace.trade.of_others import of_others
from marketplace.trade.proposing import Proposal, about_refund, about_suspense, propose

SHOWN = 100


@require_safe
@operator
def listing(request: HttpRequest) -> HttpResponse:
    """Proposals that wait, and the last ones decided, without those about the reader's own money."""
    now, me, people = clock.now(), acting(request), ("proposed_by", "decided_by")
    decided = of_others(Decision.objects.exclude(decided_at=None), me).order_by("-decided_at")
    waiting = of_others(desk_money.waiting_decisions(), me).select_related(*people)
    context = {
        "now": now,
        "waiting": [(one, lines_of_decision(one)) for one in waiting.order_by("proposed_at")],
        "elsewhere": queues.other_second_looks(now, me),
        "decided": decided.select_related(*people)[:SHOWN],
        "by_hand": by_hand.KINDS,
        "room": "decisions",
    }
    return render(request, "staff/decisions.html", context)


@require_POST
@operator
def agree(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Carry a proposal out, as the second operator."""
    get_object_or_404(Decision, pk=decision_id)
    try:
        decide.agree(decision_id, operator_id=acting(request), now=clock.now())
    except DomainError as refusal:
        messages.warning(request, refusal.words)
    else:
        messages.success(request, _("Carried out, and written into the books."))
    return redirect("staff:decisions")


@require_POST
@operator
def decline(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Turn a proposal down; nothing moves."""
    get_object_or_404(Decision, pk=decision_id)
    try:
        decide.decline(decision_id, operator_id=acting(request), now=clock.now())
    except DomainError as refusal:
        messages.warning(request, refusal.words)
    else:
        messages.success(request, _("Turned down. Nothing has moved."))
    return redirect("staff:decisions")


@require_safe
@operator
def refunds(request: HttpRequest) -> HttpResponse:
    """Refunds the provider rejected, but for one's own: try again, or send to a bank account."""
    others = of_others(desk_money.rejected_refunds(), acting(request))
    waiting = others.select_related("payer").order_by("opened_at")[:SHOWN]
    return render(request, "staff/refunds.html", {"waiting": waiting, "now": clock.now(), "room": "desk"})


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def refund(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Propose what becomes of one rejected refund."""
    one = get_object_or_404(desk_money.rejected_refunds().select_related("payer"), pk=refund_id)
    me = acting(request)
    order = desk_money.order_of(one)
    if one.payer_id == me or (order is not None and order.concerns(me)):
        return own(request, order, "desk")
    account = entered_last(one.payer_id)
    form = forms.ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        way = "retry" if request.POST.get("way") == "retry" else "bank"
        shown = {"one": one, "account": account}
        return propose_or_show(request, partial(about_refund, one, way), form, "staff/refund.html", shown)
    context = {"one": one, "account": account, "form": form, "now": clock.now(), "room": "desk"}
    return render(request, "staff/refund.html", context, status=422 if form.errors else 200)


@require_safe
@operator
def suspense(request: HttpRequest) -> HttpResponse:
    """Money from nobody we know."""
    waiting = desk_money.suspense().order_by("recorded_at")[:SHOWN]
    return render(request, "staff/suspense.html", {"waiting": waiting, "now": clock.now(), "room": "desk"})


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def suspense_one(request: HttpRequest, capture_id: int) -> HttpResponse:
    """Propose to match money to a payment, or to send it back."""
    one = get_object_or_404(desk_money.suspense(), pk=capture_id)
    back = request.POST.get("way") == "return"
    form = (forms.ReasonForm if back else forms.MatchForm)(sent(request))
    if request.method == "POST" and form.is_valid():
        about = partial(about_suspense, one, "return" if back else "match", form.cleaned_data.get("payment", ""))
        return propose_or_show(request, about, form, "staff/suspense_one.html", {"one": one})
    context = {"one": one, "form": form, "now": clock.now(), "room": "desk"}
    return render(request, "staff/suspense_one.html", context, status=422 if form.errors else 200)


def propose_or_show(
    request: HttpRequest, about: Callable[[], Proposal], form: Form, template: str, shown: dict[str, Any]
) -> HttpResponse:
    """Propose; a refusal shows the form again with what was typed."""
    try:
        propose(about(), form.cleaned_data["reason"], operator_id=acting(request), now=clock.now())
    except DomainError as refusal:
        refuse(form, refusal)
        return render(request, template, {**shown, "form": form, "now": clock.now(), "room": "desk"}, status=422)
    messages.success(request, _("Proposed. Another operator has to carry it out."))
    return redirect("staff:decisions")
