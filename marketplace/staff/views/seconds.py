"""A second operator looks at a proposed ruling: agrees, or puts it aside."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse
from marketplace.claims.actions.agree_to_ruling import agree_to_ruling
from marketplace.claims.actions.decline_ruling import decline_ruling
from marketplace.claims.models import Ruling
from marketplace.staff.access import acting, operator
from marketplace.staff.forms import DeclineForm
from marketplace.staff.views.one_claim import claim_or_404, show


@require_POST
@operator
def agreement(request: HttpRequest, ruling_id: int) -> HttpResponse:
    """Agree with a proposed ruling: it is given."""
    claim_id = _claim_of(ruling_id)
    now, actor = clock.now(), Actor(Role.OPERATOR, acting(request))
    try:
        act_once(request, _answer(lambda: agree_to_ruling(ruling_id, now=now, actor=actor)), now=now)
    except DomainError as error:
        return show(request, claim_or_404(claim_id, now), now=now, refusal=error.words, status=422)
    messages.success(request, _("Ruled. Both sides are told, with the reasons."))
    return redirect("staff:claim", claim_id)


@require_POST
@operator
def refusal(request: HttpRequest, ruling_id: int) -> HttpResponse:
    """Put a proposed ruling aside, with reasons: another one can be proposed."""
    claim_id = _claim_of(ruling_id)
    now, actor = clock.now(), Actor(Role.OPERATOR, acting(request))
    form = DeclineForm(request.POST, auto_id="aside_%s")
    words = ""
    if form.is_valid():
        reasons = form.cleaned_data["reasons"]
        try:
            act_once(
                request, _answer(lambda: decline_ruling(ruling_id, reasons=reasons, now=now, actor=actor)), now=now
            )
        except DomainError as error:
            refuse(form, error)
            words = error.words
        else:
            messages.success(request, _("Put aside. Another ruling can be proposed."))
            return redirect("staff:claim", claim_id)
    return show(request, claim_or_404(claim_id, now), now=now, aside=form, refusal=words, status=422)


def _answer(act: Callable[[], Ruling]) -> Callable[[], dict[str, Any]]:
    return lambda: {"ruling": act().pk}


def _claim_of(ruling_id: int) -> int:
    claim_id = Ruling.objects.filter(pk=ruling_id).values_list("claim_id", flat=True).first()
    if claim_id is None:
        raise Http404
    return claim_id
