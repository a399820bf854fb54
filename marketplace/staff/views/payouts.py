"""Large payouts: two operators let them go, or give them back to the shop."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.posting import sent
from escrow.payments.impartial import is_own_payout
from escrow.payments.models import Payout
from marketplace.catalog.models import Shop
from marketplace.staff import forms
from marketplace.staff.access import acting, operator
from marketplace.staff.views.decisions import propose_or_show
from marketplace.staff.views.own import own
from marketplace.trade import desk_money
from marketplace.trade.of_others import of_others
from marketplace.trade.proposing import about_payout, waiting_about
from marketplace.trade.statement import masked, parts_of

SHOWN = 100


@require_safe
@operator
def listing(request: HttpRequest) -> HttpResponse:
    """Those that wait, but for one's own."""
    others = of_others(desk_money.large_payouts(), acting(request))
    waiting = list(others.order_by("opened_at")[:SHOWN])
    shops = Shop.objects.in_bulk([one.book_id for one in waiting])
    rows = [(one, shops.get(one.book_id)) for one in waiting]
    return render(request, "staff/payouts.html", {"waiting": rows, "now": clock.now(), "room": "desk"})


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def payout(request: HttpRequest, payout_id: int) -> HttpResponse:
    """What it is made of and where it goes; propose what becomes of it."""
    one = get_object_or_404(desk_money.large_payouts().select_related("account__owner"), pk=payout_id)
    if is_own_payout(one.pk, acting(request)):
        return own(request, None, "desk")
    form = forms.ReasonForm(sent(request))
    shown = _shown(one)
    if request.method == "POST" and form.is_valid():
        about = partial(about_payout, one, "refuse" if request.POST.get("way") == "refuse" else "send")
        return propose_or_show(request, about, form, "staff/payout.html", shown)
    context = {**shown, "form": form, "now": clock.now(), "room": "desk"}
    return render(request, "staff/payout.html", context, status=422 if form.errors else 200)


def _shown(one: Payout) -> dict[str, object]:
    return {
        "one": one,
        "shop": Shop.objects.get(pk=one.book_id),
        "account": masked(one.account.bank, one.account.number),
        "parts": parts_of(one),
        "proposed": waiting_about(one),
    }
