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
from escrow.payments.actions import by_hand, decide
from escrow.payments.actions.by_hand import PreviewLine
from marketplace.staff.access import acting, operator
from marketplace.staff.by_hand_forms import FORMS, SumForm


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
            lines = _checked(kind, form)
            if request.POST.get("seen") == seen(lines):
                return _propose(request, kind, form)
        except DomainError as refusal:
            lines = ()
            refuse(form, refusal)
    context = {"form": form, "kind": kind, "lines": lines, "seen": seen(lines), "now": clock.now(), "room": "decisions"}
    return render(request, "staff/by_hand.html", context, status=422 if form.errors else 200)


def _checked(kind: str, form: SumForm) -> list[PreviewLine]:
    subject_id, data = form.subject(), form.entry()
    by_hand.check(kind, subject_id, data)
    return by_hand.preview(kind, subject_id, data)


def _propose(request: HttpRequest, kind: str, form: SumForm) -> HttpResponse:
    reason, me, now = form.cleaned_data["reason"], acting(request), clock.now()
    decide.propose(kind, form.subject(), form.entry(), reason, operator_id=me, now=now)
    messages.success(request, _("Proposed. Another operator has to carry it out."))
    return redirect("staff:decisions")


def seen(lines: Sequence[PreviewLine]) -> str:
    """What whoever presses the button has seen: another entry is shown first."""
    return ", ".join(f"{line.debit} {line.credit} {line.amount} {line.currency}" for line in lines)
