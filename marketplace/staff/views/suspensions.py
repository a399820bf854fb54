"""Suspending people and shops, and what becomes of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse
from marketplace.catalog.actions.suspend_person import suspend_person
from marketplace.catalog.actions.suspend_shop import suspend_shop
from marketplace.catalog.models import Shop
from marketplace.staff.access import acting, operator
from marketplace.staff.forms import SuspensionForm
from marketplace.staff.views import people, shops
from marketplace.suspensions.actions.keep_suspension import keep_suspension
from marketplace.suspensions.actions.lift_suspension import lift_suspension
from marketplace.suspensions.models import Kind, Suspension
from marketplace.suspensions.queries import promises, waiting_appeals
from marketplace.trade.of_others import of_others
from marketplace.trade.suspending import why_not
from marketplace.users.models import User

PAGE = 50
Act = Callable[..., Suspension]


@require_safe
@operator
def appeals(request: HttpRequest) -> HttpResponse:
    """Appeals that wait, oldest first, but for one's own."""
    me = acting(request)
    waiting = of_others(waiting_appeals(), me).select_related("person", "person__shop", "by")
    page = Paginator(waiting.order_by("appealed_at", "pk"), PAGE).get_page(request.GET.get("page"))
    due = promises(page.object_list)
    context = {
        "now": clock.now(),
        "page": page,
        "rows": [(one, due.get(one.pk), not why_not(one, me)) for one in page.object_list],
        "room": "desk",
    }
    return render(request, "staff/appeals.html", context)


@require_POST
@operator
def of_person(request: HttpRequest, person_id: int) -> HttpResponse:
    """Suspend a person, and their shop with them."""
    get_object_or_404(User, pk=person_id)
    return _act(request, Kind.PERSON, person_id, partial(suspend_person, person_id), _("Suspended. They are told why."))


@require_POST
@operator
def of_shop(request: HttpRequest, shop_id: int) -> HttpResponse:
    """Suspend a shop."""
    get_object_or_404(Shop, pk=shop_id)
    return _act(request, Kind.SHOP, shop_id, partial(suspend_shop, shop_id), _("Suspended. The owner is told why."))


@require_POST
@operator
def keeping(request: HttpRequest, suspension_id: int) -> HttpResponse:
    """Keep a suspension after its appeal."""
    return _decide(request, suspension_id, keep_suspension, _("It stays. They are told why."))


@require_POST
@operator
def lifting(request: HttpRequest, suspension_id: int) -> HttpResponse:
    """Lift a suspension."""
    return _decide(request, suspension_id, lift_suspension, _("Lifted. They are told why."))


def _decide(request: HttpRequest, suspension_id: int, act: Act, done: Promise) -> HttpResponse:
    one = get_object_or_404(Suspension, pk=suspension_id)
    return _act(request, Kind(one.subject_type), one.subject_id, partial(act, one.pk), done)


def _act(request: HttpRequest, kind: Kind, subject_id: int, act: Act, done: Promise) -> HttpResponse:
    """Do it, with the reason that was typed, and back to the page of whom it concerns."""
    form = SuspensionForm(request.POST)
    if form.is_valid():
        now, actor = clock.now(), Actor(Role.OPERATOR, acting(request))

        def once() -> dict[str, Any]:
            return {"suspension": act(reason=form.cleaned_data["reason"], now=now, actor=actor).pk}

        try:
            act_once(request, once, now=now)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, str(done))
            return redirect("staff:shop" if kind is Kind.SHOP else "staff:person", subject_id)
    page = shops.show if kind is Kind.SHOP else people.show
    return page(request, subject_id, refused=form, status=422)
