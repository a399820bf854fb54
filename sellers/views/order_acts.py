"""What a seller does about an order: each view asks what is missing and makes one call."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.carriers import CARRIERS
from marketplace.orders.models import Order
from marketplace.trade.packing import MOST_AT_ONCE, pack_each
from marketplace.trade.representation import describe
from sellers.access import SellerRequest, seller
from sellers.forms.order import CancellationForm, ExtensionForm, ShipmentForm
from sellers.views.orders import find


def _actor(request: SellerRequest) -> Actor:
    return Actor(Role.SELLER, request.user.pk)


@seller
@require_POST
def packing(request: SellerRequest, reference: str) -> HttpResponse:
    """Mark an order as being packed."""
    found = find(request, reference)
    now = clock.now()
    try:
        act_once(request, lambda: {"order": start_packing(found.pk, now=now, actor=_actor(request)).pk}, now=now)
    except DomainError as error:
        messages.error(request, error.words)
    else:
        messages.success(request, _("Marked as being packed."))
    return redirect("sellers:order", found.reference)


@seller
@require_POST
def pack_many(request: SellerRequest) -> HttpResponse:
    """Mark the chosen orders as being packed, each for itself: one that refuses does not stop the others."""
    chosen = [reference for reference in request.POST.getlist("o")[:MOST_AT_ONCE] if "\0" not in reference]
    made = pack_each(request.shop, chosen, now=clock.now(), actor=_actor(request))
    for reference, refusal in made.refused.items():
        messages.error(request, f"{reference}: {refusal.words}")
    done = len(made.packed)
    if done:
        words = ngettext("%(n)s order is marked as being packed.", "%(n)s orders are marked as being packed.", done)
        messages.success(request, words % {"n": done})
    elif not chosen:
        messages.error(request, _("Choose one order or more first."))
    return redirect("sellers:orders")


@seller
@require_http_methods(["GET", "HEAD", "POST"])
def shipment(request: SellerRequest, reference: str) -> HttpResponse:
    """Hand the parcel over: carrier and tracking number."""
    found = find(request, reference)
    form = ShipmentForm(sent(request))

    def act(given: dict[str, Any]) -> dict[str, Any]:
        now = clock.now()
        made = ship_order(found.pk, given["carrier"], given["number"], now=now, actor=_actor(request))
        return {"shipment": made.pk}

    done = _("Shipped. The buyer is told, and the courier is asked to report.")
    return _act_by(request, found, Asked("ship", form, act, done), {"carriers": CARRIERS})


@seller
@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: SellerRequest, reference: str) -> HttpResponse:
    """Say that the goods cannot be sent, and why; the buyer is paid back at once."""
    found = find(request, reference)
    form = CancellationForm(sent(request))

    def act(given: dict[str, Any]) -> dict[str, Any]:
        cancel_order(found.pk, now=clock.now(), actor=_actor(request), reason=given["reason"])
        return {"order": found.pk}

    return _act_by(request, found, Asked("cancel", form, act, _("Cancelled. The money goes back to the buyer.")))


@seller
@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: SellerRequest, reference: str) -> HttpResponse:
    """Give the buyer more time to look at the goods."""
    found = find(request, reference)
    form = ExtensionForm(sent(request), order=found)

    def act(given: dict[str, Any]) -> dict[str, Any]:
        due = extend_window(found.pk, now=clock.now(), actor=_actor(request), seconds=given["seconds"])
        return {"due_at": due.isoformat()}

    return _act_by(request, found, Asked("extend", form, act, _("The buyer has more time now.")))


@dataclass(frozen=True, slots=True)
class Asked:
    """One act that asks for something: its name in the table of actions, its form, the call, what is said when done."""

    action: str
    form: BaseForm
    act: Callable[[dict[str, Any]], dict[str, Any]]
    done: str


def _act_by(request: SellerRequest, found: Order, asked: Asked, more: dict[str, Any] | None = None) -> HttpResponse:
    """Show the form of an act or carry it out. One that is not offered now says why, instead of a form."""
    form = asked.form
    if request.method == "POST" and form.is_valid():
        try:
            act_once(request, lambda: asked.act(form.cleaned_data), now=clock.now())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, asked.done)
            return redirect("sellers:order", found.reference)
    now = clock.now()
    view = describe(found, Role.SELLER, now)
    offer = next((one for one in view.offers if one.action == asked.action), None)
    context = {
        "now": now,
        "view": view,
        "order": found,
        "form": form,
        "offer": offer,
        "action": asked.action,
        "idempotency_key": request.POST.get("idempotency_key", ""),
        **(more or {}),
    }
    return render(request, "sellers/order_act.html", context, status=422 if form.is_bound else 200)
