"""To the provider's cashier, and back. What the way back says proves nothing: only the provider's word does."""

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from buyers.access import BuyerRequest, buyer, own_checkout
from core import clock
from core.errors import DomainError
from core.money import Money
from escrow.payments.states import Verdict
from marketplace.orders.actions.ask_about_payment import ask_about_payment
from marketplace.orders.models import Checkout
from marketplace.trade.paying import bank_account, cashier_of, stands

#: Seconds between two questions about one payment, however many pages are open; and for how long the answer that none
#: has come is shown.
ASK_EVERY, SHOWN_FOR = 2, 60


@buyer
@require_safe
def paying(request: BuyerRequest, reference: str) -> HttpResponse:
    """Where the payment stands. The address's query (`result=paid`) is not read: anybody can write it."""
    return render(request, "buyers/paying.html", _context(own_checkout(request, reference)))


@buyer
@require_safe
def cashier(request: BuyerRequest, reference: str) -> HttpResponse:
    """On to the provider, once more. What is paid or closed stays on its page."""
    found = own_checkout(request, reference)
    if stands(found.payment) != "waiting" or found.payment.expires_at <= clock.now():
        return redirect("buyers:paying", reference)
    cache.delete(f"answered:{found.payment_id}")  # what the provider said was before what happens now
    return redirect(cashier_of(found, request.user.language))


@buyer
@require_POST
def question(request: BuyerRequest, reference: str) -> HttpResponse:
    """Ask the provider now. For htmx the state alone; when it is decided, on to the orders."""
    found, problem = own_checkout(request, reference), ""
    if stands(found.payment) == "waiting" and cache.add(f"asked:{found.payment_id}", 1, timeout=ASK_EVERY):
        problem = _ask(found)
        found = own_checkout(request, reference)
    if not request.headers.get("HX-Request"):
        if problem:
            messages.warning(request, problem)
        return redirect("buyers:paying", reference)
    response = render(request, "buyers/_paying_state.html", {**_context(found), "problem": problem})
    if stands(found.payment) == "paid":
        response["HX-Redirect"] = reverse("buyers:paying", args=[reference])
    return response


def _ask(checkout: Checkout) -> str:
    """Ask, and answer in words why what the provider says cannot be taken now. Empty: all is well."""
    try:
        answered = ask_about_payment(checkout.payment, now=clock.now())
    except DomainError as refusal:
        return refusal.words
    if answered:
        cache.set(f"answered:{checkout.payment_id}", 1, timeout=SHOWN_FOR)
    return ""


def _context(checkout: Checkout) -> dict[str, object]:
    payment, how = checkout.payment, stands(checkout.payment)
    sent_back = payment.captures.exclude(verdict=Verdict.GOOD).exists()
    return {
        "now": clock.now(),
        "checkout": checkout,
        "payment": payment,
        "amount": Money(payment.amount, payment.currency),
        "stands": how,
        "none_came": how == "waiting" and not sent_back and cache.get(f"answered:{payment.pk}") is not None,
        "orders": checkout.orders.select_related("shop", "hold").order_by("pk"),
        "account": bank_account(payment.gateway),
        "sent_back": sent_back,
    }
