"""What a shop leaves with the host: paid in through the provider, kept as long as the shop is open. And its end."""

from collections.abc import Callable
from datetime import datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.money import Money
from core.posting import act_once, refuse, sent
from escrow import queries
from escrow.payments import bank_accounts, declines
from escrow.payments.models import Payment
from marketplace.catalog.actions.close_shop import ask_for_deposit, close_shop
from marketplace.catalog.actions.pay_deposit import deposit_waiting, pay_deposit
from marketplace.catalog.deposits import missing
from marketplace.trade import payment_questions
from marketplace.trade.deposit import deposit_of, returned_of
from marketplace.trade.fields import MoneyField, written
from marketplace.trade.paying import bank_account, cashier_of_deposit, closed_way
from marketplace.trade.paying_form import PayingForm
from marketplace.trade.statement import masked
from sellers.access import SellerRequest, seller


class DepositForm(PayingForm):
    """How much is paid in, and how."""

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
    made = _made(request, form, lambda now, actor: pay_deposit(shop, **form.cleaned_data, now=now, actor=actor).pk)
    if made is not None:
        payment = Payment.objects.get(pk=made)
        return redirect("sellers:deposit") if closed_way(payment) else _to_cashier(request, payment)
    found = deposit_of(shop)
    waiting = found.waiting
    payable = waiting if found.can_be_paid(clock.now()) else None
    closed = closed_way(payable) if payable else ""
    context = {
        "now": clock.now(),
        "shop": shop,
        "form": form,
        "deposit": found,
        "waited_for": Money(waiting.amount, waiting.currency) if waiting else None,
        "can_pay": payable is not None and not closed,
        "closed": closed,
        "declined_at": declines.declined_at(payable) if payable else None,
        "answered_at": payment_questions.answered_at(payable) if payable else None,
        "unanswered": payment_questions.unanswered(payable) if payable else "",
        "returned": returned_of(shop),
        "account": bank_account(payable.gateway) if payable else None,
        "has_gateway": bool(form.ways),
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "sellers/deposit.html", context, status=422 if form.is_bound else 200)


@seller
@require_safe
def cashier(request: SellerRequest) -> HttpResponse:
    """On to the provider, once more. What has come, or cannot be paid this way any more, stays on its page."""
    found = deposit_of(request.shop)
    if found.waiting is None or not found.can_be_paid(clock.now()) or closed_way(found.waiting):
        return redirect("sellers:deposit")
    return _to_cashier(request, found.waiting)


@seller
@require_POST
def question(request: SellerRequest) -> HttpResponse:
    """Ask the provider about the payment that is waited for, as a buyer asks about theirs; then the page again."""
    waiting = deposit_waiting(request.shop)
    if waiting is not None and not closed_way(waiting):
        try:
            payment_questions.ask(waiting, clock.now())
        except DomainError as refusal:
            messages.warning(request, refusal.words)
    return redirect("sellers:deposit")


def _to_cashier(request: SellerRequest, payment: Payment) -> HttpResponse:
    """What the provider said of earlier tries is over."""
    payment_questions.forget_answer(payment)
    declines.tried_again(payment, clock.now())
    return redirect(cashier_of_deposit(payment, request.user.language))


def _of_closed_shop(request: SellerRequest) -> HttpResponse:
    """GET: when it goes back, or how far it is. POST: send it once more."""
    shop, form = request.shop, forms.Form(sent(request))
    made = _made(request, form, lambda now, actor: ask_for_deposit(shop.pk, now=now, actor=actor).pk)
    if made is not None:
        return redirect("sellers:one_payout", made)
    used = bank_accounts.in_use(shop.book_id)
    context = {
        "shop": shop,
        "form": form,
        "deposit": deposit_of(shop),
        "account": masked(used.bank, used.number) if used else "",
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "sellers/deposit_back.html", context, status=422 if form.is_bound else 200)


@seller
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: SellerRequest) -> HttpResponse:
    """Close the shop for good."""
    shop, form = request.shop, forms.Form(sent(request))
    if _made(request, form, lambda now, actor: close_shop(shop.pk, now=now, actor=actor).pk) is not None:
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


def _made(request: SellerRequest, form: forms.Form, act: Callable[[datetime, Actor], int]) -> int | None:
    """What the posted form did, once: the id that `act` answers. None when nothing was sent, or it was refused: then
    the form says why.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    now, actor = clock.now(), Actor(Role.SELLER, request.user.pk)
    try:
        return int(act_once(request, lambda: {"made": act(now, actor)}, now=now)["made"])
    except DomainError as error:
        refuse(form, error)
        return None
