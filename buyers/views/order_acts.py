"""What a buyer does about an order: a page that says what follows, and one call."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm, Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from buyers.access import BuyerRequest, actor, buyer, own_order
from buyers.forms import AccountForm, DestinationForm
from core import clock
from core.actor import Role
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from escrow.states import HoldState
from marketplace.orders.actions.change_address import change_address, is_open
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.name_refund_account import name_refund_account
from marketplace.orders.models import Order
from marketplace.trade.representation import describe


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: BuyerRequest, reference: str) -> HttpResponse:
    """The buyer has the goods: the money goes to the seller at once.

    One round trip, without a key beside it: a hold is released once, and a second press of the same button finds it so.
    """
    found = own_order(request, reference)

    def act(_given: dict[str, Any]) -> None:
        try:
            confirm_receipt(found.pk, now=clock.now(), actor=actor(request))
        except DomainError:
            found.hold.refresh_from_db()
            if found.hold.state != HoldState.RELEASED:
                raise

    done = _("Thank you. The money is with %(shop)s now.") % {"shop": found.shop.shown_name}
    return act_by(request, found, "confirm", form=Form(sent(request)), act=act, done=done)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def extension(request: BuyerRequest, reference: str) -> HttpResponse:
    """More days to look at the goods, once."""
    found = own_order(request, reference)

    def act(_given: dict[str, Any]) -> None:
        now = clock.now()

        def extend() -> dict[str, str]:
            return {"due_at": extend_window(found.pk, now=now, actor=actor(request)).isoformat()}

        act_once(request, extend, now=now)

    return act_by(request, found, "extend", form=Form(sent(request)), act=act, done=_("You have more time now."))


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: BuyerRequest, reference: str) -> HttpResponse:
    """Another address for the order, until it is being packed."""
    found = own_order(request, reference)
    form = DestinationForm(sent(request), initial=vars(found))
    if request.method == "POST" and form.is_valid():
        try:
            change_address(found.pk, form.destination(), now=clock.now(), actor=actor(request))
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("It goes to the new address now."))
            return redirect("buyers:order", found.reference)
    context = {"order": found, "form": form, "is_open": is_open(found)}
    return render(request, "buyers/order_address.html", context, status=422 if form.is_bound else 200)


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: BuyerRequest, reference: str) -> HttpResponse:
    """A bank account for money that the provider would not take back to where it came from."""
    found = own_order(request, reference)

    def act(given: dict[str, Any]) -> None:
        now = clock.now()

        def enter() -> dict[str, list[int]]:
            entered = name_refund_account(found, **given, now=now, actor=actor(request))
            return {"accounts": [account.pk for account in entered]}

        act_once(request, enter, now=now)

    done = _("Thank you. Two of our people check it and send the money there.")
    return act_by(request, found, "name_account", form=AccountForm(sent(request)), act=act, done=done)


def act_by(
    request: BuyerRequest,
    found: Order,
    action: str,
    *,
    form: BaseForm,
    act: Callable[[dict[str, Any]], None],
    done: str,
) -> HttpResponse:
    """Show what `action` would do, or do it. One that is not offered now says why, instead of a button."""
    posted = request.method == "POST"
    if posted and form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return redirect("buyers:order", found.reference)
    now = clock.now()
    found = own_order(request, found.reference)
    view = describe(found, Role.BUYER, now)
    context = {
        "now": now,
        "view": view,
        "order": found,
        "form": form,
        "offer": next((offer for offer in view.offers if offer.action == action), None),
        "action": action,
    }
    return render(request, "buyers/order_act.html", context, status=422 if posted else 200)
