"""Where a shop's payouts go: named with a fresh password, changed after a day, undone by whoever has the letter."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from escrow.payments import bank_accounts
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.actions.payout_details import change_payout_details, undo_payout_details
from escrow.payments.models import PayoutAccount
from escrow.payments.states import AccountState
from marketplace.catalog.models import Shop
from marketplace.trade.statement import masked
from sellers.access import SellerRequest, seller
from sellers.details import waiting_change
from sellers.forms.money import AccountForm


@seller
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]  # allauth has no types
def bank_account(request: SellerRequest) -> HttpResponse:
    """Say where payouts go, or that they shall go elsewhere."""
    form, accounts = AccountForm(sent(request)), bank_accounts.both(request.shop.book_id)
    account = accounts.get(AccountState.IN_USE)
    if request.method == "POST" and form.is_valid():
        try:
            _keep(request, form, anew=account is not None)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Kept."))
            waits = bank_accounts.waiting(request.shop.book_id)
            return redirect("sellers:payout_account" if waits else "sellers:money")
    context = {
        "now": clock.now(),
        "form": form,
        "account": masked(account.bank, account.number) if account else "",
        "waiting": waiting_change(accounts.get(AccountState.WAITING)),
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "sellers/payout_account.html", context, status=422 if form.is_bound else 200)


def _keep(request: SellerRequest, form: AccountForm, *, anew: bool) -> None:
    now, keep = clock.now(), change_payout_details if anew else set_payout_account

    def act() -> dict[str, object]:
        made = keep(
            book_id=request.shop.book_id,
            owner_id=request.user.pk,
            **form.cleaned_data,
            now=now,
            actor=Actor(Role.SELLER, request.user.pk),
        )
        return {"account": made.pk}

    act_once(request, act, now=now)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, key: str) -> HttpResponse:
    """The page a letter leads to. No password: whoever can read the owner's letters may undo, and only that."""
    account = get_object_or_404(bank_accounts.by_undo_key(key))
    refusal = ""
    if request.method == "POST":
        try:
            undo_payout_details(account.pk, now=clock.now(), actor=Actor(Role.SELLER, request.user.pk))
        except DomainError as error:
            refusal = error.words
        else:
            return redirect("sellers:details_undo", key)
    return render(request, "sellers/details_undo.html", _undoing(account, refusal), status=422 if refusal else 200)


def _undoing(account: PayoutAccount, refusal: str) -> dict[str, object]:
    shop = Shop.objects.get(pk=bank_accounts.book_of(account))
    used = bank_accounts.in_use(shop.book_id)
    return {
        "now": clock.now(),
        "shop": shop,
        "account": masked(account.bank, account.number),
        "used": masked(used.bank, used.number) if used else "",
        "state": account.state,
        "refusal": refusal,
    }
