"""An operator rules: counted out first, to the minor unit, then given or put before a second operator."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse
from marketplace.staff.access import acting, operator
from marketplace.staff.ruling_form import RulingForm
from marketplace.staff.views.one_claim import claim_or_404, counted_by, show, terms
from marketplace.staff.views.own import own
from marketplace.trade.who_gets_what import Counted, rule_as_counted


@require_POST
@operator
def preview(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Who would get what by what is typed; nothing is kept. For htmx the sums alone, else the page with them."""
    now = clock.now()
    one = claim_or_404(claim_id, now)
    if one.order.concerns(acting(request)):
        return own(request, one.order, "claims")
    form = RulingForm(request.POST, claim=one)
    form.errors.pop("reasons", None)  # not written yet
    counted = _count(form)
    if request.headers.get("HX-Request"):
        wrong = [str(error) for errors in form.errors.values() for error in errors]
        context = {"claim": one, "order": one.order, "form": form, "counted": counted, "wrong": wrong, **terms(one)}
        return render(request, "staff/_counted.html", context)
    return show(request, one, now=now, form=form, status=200 if counted else 422)


@require_POST
@operator
def ruling(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Rule, or propose to a second operator. Nothing else is ruled than what the pressed button said."""
    now = clock.now()
    one = claim_or_404(claim_id, now)
    form = RulingForm(request.POST, claim=one)
    if not form.is_valid():
        return show(request, one, now=now, form=form, status=422)
    actor = Actor(Role.OPERATOR, acting(request))
    try:
        done = act_once(request, lambda: _rule(form, now, actor), now=now)
    except DomainError as error:
        refuse(form, error)
        return show(request, claim_or_404(claim_id, now), now=now, form=form, refusal=error.words, status=422)
    if done["given"]:
        messages.success(request, _("Ruled. Both sides are told, with your reasons."))
    else:
        messages.success(request, _("Proposed. Another operator has to agree."))
    return redirect("staff:claim", claim_id)


def _rule(form: RulingForm, now: datetime, actor: Actor) -> dict[str, Any]:
    given = form.cleaned_data
    made = rule_as_counted(
        form.claim, form.given, counted=given["counted"], reasons=given["reasons"], now=now, actor=actor
    )
    return {"ruling": made.pk, "given": made.given_at is not None}


def _count(form: RulingForm) -> Counted | None:
    """What is typed, counted out; None when it cannot be, and the form says why."""
    if not form.is_valid():
        return None
    try:
        return counted_by(form)
    except DomainError as error:
        refuse(form, error)
        return None
