"""What a shop leaves with the host: paid in through the provider, kept as long as the shop is open. And its end."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.money import Money
from core.posting import act_once, refuse, sent
from core.site_name import site_name
from escrow import queries
from escrow.payments import gateways
from escrow.payments.models import Payment, Payout
from escrow.payments.states import Verdict
from marketplace.catalog.actions.close_shop import ask_for_deposit, close_shop, goes_back_at
from marketplace.catalog.actions.pay_deposit import deposit_waiting, pay_deposit
from marketplace.catalog.deposits import missing
from marketplace.trade.fields import MoneyField, written
from marketplace.trade.paying import bank_account
from sellers.access import SellerRequest, seller


class DepositForm(forms.Form):
    """How much is paid in."""

    amount = MoneyField(label=gettext_lazy("Amount"), at_least=1)


@seller
@require_http_methods(["GET", "HEAD", "POST"])
def deposit(request: SellerRequest) -> HttpResponse:
    """GET: what is there, what is missing, what is owed. POST: pay in, on to the cashier."""
    shop = request.shop
    if shop.closed_at is not None:
        return _of_closed_shop(request)
    least = missing(shop)
    form = DepositForm(sent(request), initial={"amount": written(least, shop.currency)} if least else {})
    if request.method == "POST" and form.is_valid():
        now = clock.now()

        def act() -> dict[str, object]:
            amount, actor = form.cleaned_data["amount"], Actor(Role.SELLER, request.user.pk)
            return {"payment": pay_deposit(shop, amount, gateway=str(settings.GATEWAY), now=now, actor=actor).pk}

        try:
            payment = Payment.objects.get(pk=act_once(request, act, now=now)["payment"])
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect(_cashier(request, payment))
    waiting = deposit_waiting(shop)
    come = waiting is not None and waiting.captures.filter(verdict=Verdict.GOOD).exists()
    open_yet = waiting is not None and not come and waiting.expires_at > clock.now()
    context = {
        "now": clock.now(),
        "shop": shop,
        "form": form,
        "there": Money(queries.deposited(shop.book_id, shop.currency), shop.currency),
        "asked": Money(settings.SHOP_DEPOSIT, shop.currency),
        "debt": Money(queries.debt(shop.book_id, shop.currency), shop.currency),
        "waiting": waiting,
        "come": come,
        "waited_for": Money(waiting.amount, waiting.currency) if waiting else None,
        "cashier": _cashier(request, waiting) if waiting and open_yet else "",
        "account": bank_account(waiting.gateway) if waiting and open_yet else None,
        "has_gateway": bool(gateways.available()),
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "sellers/deposit.html", context, status=422 if form.is_bound else 200)


def _of_closed_shop(request: SellerRequest) -> HttpResponse:
    """GET: when it goes back, or how far it is. POST: send it once more."""
    shop, form = request.shop, forms.Form(sent(request))
    if request.method == "POST" and form.is_valid():
        now = clock.now()

        def act() -> dict[str, object]:
            return {"payout": ask_for_deposit(shop.pk, now=now, actor=Actor(Role.SELLER, request.user.pk)).pk}

        try:
            payout = act_once(request, act, now=now)["payout"]
        except DomainError as error:
            refuse(form, error)
        else:
            return redirect("sellers:one_payout", payout)
    sent_before = Payout.objects.filter(book_id=shop.book_id, from_deposit=True).order_by("-pk").first()
    context = {
        "shop": shop,
        "form": form,
        "there": Money(queries.deposited(shop.book_id, shop.currency), shop.currency),
        "debt": Money(queries.debt(shop.book_id, shop.currency), shop.currency),
        "due_at": goes_back_at(shop),
        "last": sent_before,
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "sellers/deposit_back.html", context, status=422 if form.is_bound else 200)


def _cashier(request: SellerRequest, payment: Payment) -> str:
    return gateways.get(payment.gateway).cashier_url(
        payment,
        description=_("Deposit at %(site)s") % {"site": site_name()},
        return_url=settings.SITE_URL + reverse("sellers:deposit"),
        language=request.user.language,
    )


@seller
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: SellerRequest) -> HttpResponse:
    """Close the shop for good."""
    shop, form = request.shop, forms.Form(sent(request))
    if request.method == "POST" and form.is_valid():
        now = clock.now()

        def act() -> dict[str, object]:
            return {"shop": close_shop(shop.pk, now=now, actor=Actor(Role.SELLER, request.user.pk)).pk}

        try:
            act_once(request, act, now=now)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Your shop has closed. What it was paid stays in your statement."))
            return redirect("sellers:money")
    context = {
        "shop": shop,
        "form": form,
        "there": Money(queries.deposited(shop.book_id, shop.currency), shop.currency),
        "days": settings.AFTER_SALE_WINDOW // settings.DAY,
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "sellers/closing.html", context, status=422 if form.is_bound else 200)
