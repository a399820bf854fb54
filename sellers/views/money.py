"""A shop's money: three figures, its weeks, the latest lines of its account; paying out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.actor import Actor, Role
from core.errors import DomainError
from core.money import Money
from core.posting import act_once, refuse
from escrow.payments import bank_accounts
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Payout, PayoutSchedule
from escrow.payments.states import AccountState, PayoutState, Rhythm
from escrow.statement import Week, weeks
from marketplace.catalog.models import Shop
from marketplace.trade import times
from marketplace.trade.charts import Chart, Column, draw_columns, money_axis
from marketplace.trade.fields import written
from marketplace.trade.figures import figures
from marketplace.trade.statement import entries, masked
from sellers.access import SellerRequest, seller
from sellers.details import waiting_change
from sellers.forms.money import PayoutForm

WEEKS = 12
LINES = 20
WEEKS_IN_TABLE = 6


@seller
@require_safe
def money(request: SellerRequest) -> HttpResponse:
    """What is held, available and paid out; how it went; every line of the account."""
    return _page(request, PayoutForm())


@seller
@require_POST
def payout(request: SellerRequest) -> HttpResponse:
    """Have available money sent to the shop's bank account."""
    shop, form = request.shop, PayoutForm(request.POST)
    if form.is_valid():
        now = clock.now()

        def act() -> dict[str, object]:
            made = request_payout(
                book_id=shop.book_id,
                amount=form.cleaned_data["amount"],
                currency=shop.currency,
                now=now,
                actor=Actor(Role.SELLER, request.user.pk),
            )
            return {"payout": made.pk}

        try:
            act_once(request, act, now=now)
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Under way to your bank. We tell you when it has arrived."))
            return redirect("sellers:money")
    return _page(request, form)


def _page(request: SellerRequest, form: PayoutForm) -> HttpResponse:
    now = clock.now()
    shop = request.shop
    amounts = figures(shop)
    found = weeks(
        shop.book_id,
        shop.currency,
        held=amounts["held"].minor,
        payable=amounts["payable"].minor,
        now=now,
        zone=timezone.get_current_timezone_name(),
        count=WEEKS,
    )
    accounts = bank_accounts.both(shop.book_id)
    account = accounts.get(AccountState.IN_USE)
    if not form.is_bound:
        form.fields["amount"].initial = written(max(0, amounts["available"].minor), shop.currency)
    context = {
        "now": now,
        "shop": shop,
        "figures": amounts,
        "account": masked(account.bank, account.number) if account else "",
        "waiting": waiting_change(accounts.get(AccountState.WAITING)),
        "schedule": PayoutSchedule.objects.filter(book_id=shop.book_id).exclude(rhythm=Rhythm.ASKED).first(),
        "form": form,
        "standing": _standing(found, shop),
        "flowing": _flowing(found, shop),
        "standing_key": (("avail", _("Available")), ("held", _("Held"))),
        "flowing_key": (("paid", _("Paid out")),),
        "weeks": [
            {
                "start": times.weekday(week.start),
                "held": Money(week.held, shop.currency),
                "available": Money(week.payable, shop.currency),
                "paid_out": Money(week.paid_out, shop.currency),
            }
            for week in found[:WEEKS_IN_TABLE]
        ],
        "entries": entries(shop, limit=LINES),
        "under_way": _under_way(shop),
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "sellers/money.html", context, status=422 if form.is_bound else 200)


def _standing(found: list[Week], shop: Shop) -> Chart:
    """What stood at the end of each week, oldest first; held and available are both balances and may be stacked."""
    rows = [Column(times.below(week.start), (("avail", week.payable), ("held", week.held))) for week in reversed(found)]
    return draw_columns(rows, money_axis(shop.currency))


def _flowing(found: list[Week], shop: Shop) -> Chart:
    """What was paid out in each week, oldest first: a flow, drawn apart."""
    rows = [Column(times.below(week.start), (("paid", week.paid_out),)) for week in reversed(found)]
    return draw_columns(rows, money_axis(shop.currency))


def _under_way(shop: Shop) -> list[tuple[Money, bool, int]]:
    """Payouts that have left the available money and have not arrived: whether each has been sent, and its number."""
    states = (PayoutState.REQUESTED, PayoutState.SENT)
    found = Payout.objects.filter(book_id=shop.book_id, refund=None, state__in=states).order_by("id")
    return [(Money(row.amount, row.currency), row.state == PayoutState.SENT, row.pk) for row in found]
