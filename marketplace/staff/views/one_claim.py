"""One claim: both sides, what was ruled before, and the form of its ruling."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from core.errors import DomainError
from core.money import Money
from marketplace.claims.models import Claim
from marketplace.claims.states import ClaimState
from marketplace.staff.access import acting, operator
from marketplace.staff.forms import DeclineForm
from marketplace.staff.ruling_form import RulingForm
from marketplace.staff.views.own import own
from marketplace.trade.hearing import Hearing, appeal_days, found, hear, needs_second
from marketplace.trade.who_gets_what import Counted, count_divided, count_ruling


@require_safe
@operator
def claim(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Everything about one claim."""
    now = clock.now()
    return show(request, claim_or_404(claim_id, now), now=now)


def claim_or_404(claim_id: int, now: datetime) -> Claim:
    """The claim with all that its page reads along."""
    try:
        return found(claim_id, now)
    except Claim.DoesNotExist:
        raise Http404 from None


def show(
    request: HttpRequest,
    one: Claim,
    *,
    now: datetime,
    form: RulingForm | None = None,
    aside: DeclineForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of a claim: with what was typed and what was wrong with it, or a refusal in words."""
    if one.order.concerns(acting(request)):
        return own(request, one.order, "claims")
    hearing = hear(one, acting(request), now)
    rules = hearing.to_rule and not hearing.blocked
    form = (form or RulingForm(claim=one)) if rules and hearing.proposal is None else None
    context = {
        "now": now,
        "hearing": hearing,
        "claim": one,
        "order": one.order,
        "room": "claims",
        "refusal": refusal,
        "form": form,
        "aside": aside or DeclineForm(auto_id="aside_%s"),
        "may_second": rules and hearing.proposal is not None and hearing.proposal.operator_id != request.user.pk,
        "may_decline": rules and hearing.proposal is not None,
        **_sums(hearing, form),
        **terms(one),
    }
    return render(request, "staff/claim.html", context, status=status)


def terms(one: Claim) -> dict[str, Any]:
    """What follows when a ruling is given: whether a second operator is asked, how long both may appeal."""
    return {
        "four_eyes": needs_second(one),
        "four_eyes_above": Money(settings.RULING_FOUR_EYES_ABOVE, one.order.currency),
        "appeal_days": appeal_days(one),
        "final": one.state == ClaimState.APPEALED,
    }


def counted_by(form: RulingForm) -> Counted:
    """What a form that could be read comes to. Raises `DomainError` when it cannot be ruled so."""
    return count_divided(form.claim, form.given)


def _sums(hearing: Hearing, form: RulingForm | None) -> dict[str, Counted | None]:
    """What the form, the proposal and the first ruling come to, while the money is still held."""
    sums: dict[str, Counted | None] = {"counted": None, "proposed": None, "first": None}
    if hearing.line is None:
        return sums
    if form is not None and not (form.is_bound and set(form.errors) - {"reasons"}):
        try:
            sums["counted"] = counted_by(form)
        except DomainError:
            sums["counted"] = None
    if hearing.proposal is not None:
        sums["proposed"] = count_ruling(hearing.claim, hearing.proposal)
    if hearing.given:
        sums["first"] = count_ruling(hearing.claim, hearing.given[0])
    return sums
