"""To the provider's cashier, and back. What the way back says proves nothing: only the provider's word does."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from buyers.access import BuyerRequest, buyer, own_checkout
from core import clock
from core.errors import DomainError
from core.money import Money
from escrow.payments import declines
from marketplace.orders.models import Checkout
from marketplace.trade import payment_questions
from marketplace.trade.paying import bank_account, cashier_of, closed_way, stands
from marketplace.trade.returned import returned


@buyer
@require_safe
def paying(request: BuyerRequest, reference: str) -> HttpResponse:
    """Where the payment stands. The address's query (`result=paid`) is not read: anybody can write it."""
    return render(request, "buyers/paying.html", _context(own_checkout(request, reference)))


@buyer
@require_safe
def cashier(request: BuyerRequest, reference: str) -> HttpResponse:
    """On to the provider, once more. What is paid or closed, or cannot be paid this way any more, stays on its page."""
    found = own_checkout(request, reference)
    payment = found.payment
    if stands(payment) != "waiting" or payment.expires_at <= clock.now() or closed_way(payment):
        return redirect("buyers:paying", reference)
    payment_questions.forget_answer(payment)
    declines.tried_again(payment, clock.now())
    return redirect(cashier_of(found, request.user.language))


@buyer
@require_POST
def question(request: BuyerRequest, reference: str) -> HttpResponse:
    """Ask the provider now. For htmx the state alone; when it is decided, on to the orders."""
    found, problem = own_checkout(request, reference), ""
    try:
        payment_questions.ask(found.payment, clock.now())
    except DomainError as refusal:
        problem = refusal.words
    found = own_checkout(request, reference)
    if not request.headers.get("HX-Request"):
        if problem:
            messages.warning(request, problem)
        return redirect("buyers:paying", reference)
    response = render(request, "buyers/_paying_state.html", {**_context(found), "problem": problem})
    if stands(found.payment) == "paid":
        response["HX-Redirect"] = reverse("buyers:paying", args=[reference])
    return response


def _context(checkout: Checkout) -> dict[str, object]:
    payment, how = checkout.payment, stands(checkout.payment)
    gone_back = returned(payment)
    return {
        "now": clock.now(),
        "checkout": checkout,
        "payment": payment,
        "amount": Money(payment.amount, payment.currency),
        "stands": how,
        "closed": closed_way(payment) if how == "waiting" else "",
        "none_came": how == "waiting" and not gone_back and payment_questions.answered_at(payment) is not None,
        "unanswered": payment_questions.unanswered(payment) if how == "waiting" else "",
        "declined_at": declines.declined_at(payment) if how == "waiting" and not gone_back else None,
        "orders": checkout.orders.select_related("shop", "hold").order_by("pk"),
        "account": bank_account(payment.gateway),
        "returned": gone_back,
    }
