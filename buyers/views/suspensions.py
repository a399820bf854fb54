"""What is suspended of a person's: why, what it means, and the one appeal."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buyers.access import BuyerRequest, buyer
from buyers.forms import AppealForm
from buyers.suspensions import appeal_form, own
from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse
from marketplace.suspensions.actions.appeal_suspension import appeal_suspension
from marketplace.suspensions.models import Kind, Suspension


@buyer
@require_safe
def suspensions(request: BuyerRequest) -> HttpResponse:
    """Those of the reader and of their shop: what is open, then what was lifted."""
    return _show(request)


@buyer
@require_POST
def appeal(request: BuyerRequest, suspension: int) -> HttpResponse:
    """Say why it is wrong, once."""
    one = get_object_or_404(Suspension, pk=suspension, person=request.user)
    form = appeal_form(one.pk, request.POST)
    if not form.is_valid():
        return _show(request, form, about=one.pk, status=422)
    now = clock.now()
    actor = Actor(Role.SELLER if one.subject_type == Kind.SHOP else Role.BUYER, request.user.pk)

    def act() -> dict[str, Any]:
        return {"suspension": appeal_suspension(one.pk, words=form.cleaned_data["words"], now=now, actor=actor).pk}

    try:
        act_once(request, act, now=now)
    except DomainError as error:
        refuse(form, error)
        return _show(request, form, about=one.pk, status=422)
    messages.success(request, _("Your appeal is with us. Somebody who did not suspend decides about it."))
    return redirect("buyers:suspensions")


def _show(request: BuyerRequest, form: AppealForm | None = None, *, about: int = 0, status: int = 200) -> HttpResponse:
    now = clock.now()
    open_now, lifted = own(request.user, now, refused=form, about=about)
    context = {
        "now": now,
        "open": open_now,
        "lifted": lifted,
        "refused": form,
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "buyers/suspensions.html", context, status=status)
