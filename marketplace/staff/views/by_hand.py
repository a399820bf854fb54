"""Entries written by hand: first the lines are shown, then what was seen is proposed to a second operator."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock
from core.errors import DomainError
from core.posting import refuse, sent
from escrow.payments.actions.by_hand import PreviewLine
from marketplace.staff.access import acting, operator
from marketplace.staff.by_hand_forms import FORMS
from marketplace.trade.by_hand import lines_of, seen
from marketplace.trade.proposing import propose


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def entry(request: HttpRequest, kind: str) -> HttpResponse:
    """GET may name what it is about (`?order=`, `?shop=`). POST shows the lines; sent again with them, it proposes."""
    if kind not in FORMS:
        raise Http404
    form = FORMS[kind](sent(request), initial=request.GET.dict())
    lines: Sequence[PreviewLine] = ()
    if request.method == "POST" and form.is_valid():
        try:
            proposal = form.proposal(kind)
            lines = lines_of(proposal)
            if request.POST.get("seen") == seen(lines):
                propose(proposal, form.cleaned_data["reason"], operator_id=acting(request), now=clock.now())
                messages.success(request, _("Proposed. Another operator has to carry it out."))
                return redirect("staff:decisions")
        except DomainError as refusal:
            lines = ()
            refuse(form, refusal)
    context = {"form": form, "kind": kind, "lines": lines, "seen": seen(lines), "now": clock.now(), "room": "decisions"}
    return render(request, "staff/by_hand.html", context, status=422 if form.errors else 200)
