"""Check and pay, on one page."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from buyers import baskets
from buyers.access import BuyerRequest, buyer
from buyers.custody import before_paying
from buyers.forms import CheckoutForm
from core import chance, clock
from core.errors import DomainError
from core.posting import refuse
from escrow.payments import gateways
from marketplace.coupons.codes import Typed
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.fair_share import TOO_MUCH_UNPAID
from marketplace.orders.models import Address, Basket, Checkout
from marketplace.orders.quote import Quote, quote_of
from marketplace.trade.paying import bank_account, cashier_of, closed_way


@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: BuyerRequest) -> HttpResponse:
    """GET: the address, what it costs, who holds the money. POST: place it, and on to the cashier; with the button
    `look` the page again, with what the coupons take off.
    """
    found = baskets.found(request)
    if request.method == "POST" and found is not None and "look" in request.POST:
        return _look(request, found)
    if request.method == "POST":
        return _place(request, found)
    quote = quote_of(found) if found else None
    if quote is None or not quote.lines:
        return redirect("buyers:basket")
    if quote.problems:
        messages.error(request, quote.problems[0].words)
        return redirect("buyers:basket")
    form = CheckoutForm(instance=_address(request))
    return _show(request, form, quote)


def _look(request: BuyerRequest, found: Basket) -> HttpResponse:
    """What the coupons come to. Nothing is placed, and so nothing else is missed yet."""
    form = CheckoutForm(request.POST)
    for name in set(form.errors) - {"coupon"}:
        del form.errors[name]
    quote = quote_of(found, _typed(form, clock.now()))
    if not quote.lines:
        return redirect("buyers:basket")
    for error in quote.discounts.refused:
        refuse(form, error)
    return _show(request, form, quote, status=422 if form.errors else 200)


def _typed(form: CheckoutForm, now: datetime) -> Typed | None:
    """The codes, as far as they can be read; what cannot is said at the field."""
    form.is_valid()
    try:
        return Typed.read(form.cleaned_data.get("coupon", ""), now)
    except DomainError as error:
        refuse(form, error)
        return None


def _place(request: BuyerRequest, found: Basket | None) -> HttpResponse:
    form, now, refused = CheckoutForm(request.POST), clock.now(), ""
    if found is None:
        return redirect("buyers:basket")
    typed = _typed(form, now)
    if form.is_valid():
        try:
            placed = place_checkout(
                found,
                form.destination(),
                version=form.cleaned_data["version"],
                token=form.cleaned_data["token"],
                key=request.POST.get("idempotency_key", "")[:60] or chance.token(16),
                gateway=form.cleaned_data["gateway"],
                notes=_notes(request),
                coupons=form.cleaned_data["coupon"],
                now=now,
            )
        except DomainError as error:
            refused = error.code
            refuse(form, error)
        else:
            return _on_to_pay(request, placed, form.cleaned_data["gateway"])
    quote = quote_of(found, typed)
    if not quote.lines:
        messages.error(request, _("Your basket is empty."))
        return redirect("buyers:basket")
    return _show(request, form, quote, status=422, too_much_unpaid=refused in TOO_MUCH_UNPAID)


def _on_to_pay(request: BuyerRequest, placed: Checkout, asked: str) -> HttpResponse:
    """To the cashier; what another tab had placed before, to be paid another way or in none any more, to where that is
    said.
    """
    if closed_way(placed.payment):
        return redirect("buyers:paying", placed.payment.reference)
    if asked and asked != placed.payment.gateway:
        messages.warning(request, _("You have bought this already, in another tab. It is paid as it says here."))
        return redirect("buyers:paying", placed.payment.reference)
    return redirect(cashier_of(placed, request.user.language))


def _show(
    request: BuyerRequest, form: CheckoutForm, quote: Quote, status: int = 200, *, too_much_unpaid: bool = False
) -> HttpResponse:
    """The page, always with today's quote: whoever presses the button has seen it."""
    now, notes = clock.now(), _notes(request)
    only = form.ways[0].gateway if form.ways else ""
    context: dict[str, Any] = {
        "now": now,
        "form": form,
        "too_much_unpaid": too_much_unpaid,
        "quote": quote,
        "parts": [(part, notes.get(part.shop.pk, "")) for part in quote.orders],
        "line": before_paying(quote),
        "can_pay": bool(form.ways) and quote.is_payable,
        "has_gateway": bool(form.ways),
        "pay_until": now + timedelta(seconds=gateways.pay_window(only)),
        "by_transfer": bank_account(only) is not None,
        # A refused form is sent again as a new act; the same page twice is one.
        "idempotency_key": chance.token(16),
    }
    return render(request, "buyers/checkout.html", context, status=status)


def _address(request: BuyerRequest) -> Address | None:
    """The address chosen (`?address=`), or the one used last."""
    mine = Address.objects.filter(owner=request.user).order_by("-used_at", "-pk")
    chosen = request.GET.get("address", "")
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 19:  # noqa: PLR2004 - digits of a bigint
        return mine.filter(pk=int(chosen)).first() or mine.first()
    return mine.first()


def _notes(request: BuyerRequest) -> dict[int, str]:
    """What the buyer tells each shop: fields `note-<shop>`."""
    found = {}
    for name, value in request.POST.items():
        number = name.removeprefix("note-")
        if number != name and number.isascii() and number.isdigit() and len(number) < 19 and value:  # noqa: PLR2004
            found[int(number)] = str(value)
    return found
