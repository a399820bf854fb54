"""A buyer's orders: by what they wait for, one by one, and on paper."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from buyers.access import BuyerRequest, buyer, own_order
from buyers.views import claims
from core import clock
from core.actor import Role
from core.looking import is_looked_at
from marketplace.notifications.proof import record_reading
from marketplace.orders.actions.change_address import is_open
from marketplace.orders.models import Order
from marketplace.trade import review_rules
from marketplace.trade.facts import Facts, gather, with_facts
from marketplace.trade.line import custody_line
from marketplace.trade.representation import describe
from marketplace.trade.returned import sentences
from marketplace.trade.status import TABS, in_tab, tab_counts
from marketplace.trade.talk import ON_THE_ORDER, latest_about
from marketplace.trade.talk_posting import WriteForm

PER_PAGE = 20

may_review = review_rules.may(Role.BUYER)

#: What one press does; cancelling asks why first.
POSTS = frozenset({"confirm", "extend"})


@buyer
@require_safe
def orders(request: BuyerRequest) -> HttpResponse:
    """The orders of one tab (`?tab=`), latest first."""
    now = clock.now()
    tab = request.GET.get("tab", "all")
    tab = tab if tab in TABS else "all"
    mine = in_tab(Order.objects.filter(buyer=request.user), tab, Role.BUYER)
    found = with_facts(mine).prefetch_related("lines").order_by("-placed_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "now": now,
        "page": page,
        "tabs": _tabs(request, tab),
        "rows": [
            (facts, custody_line(facts, Role.BUYER, now), may_review(facts, now)) for facts in gather(page.object_list)
        ],
    }
    return render(request, "buyers/orders.html", context)


def _tabs(request: BuyerRequest, here: str) -> list[dict[str, object]]:
    counts = tab_counts(request.user)
    names = {
        "all": pgettext("orders", "All"),
        "to_pay": _("To pay"),
        "to_ship": _("To ship"),
        "shipped": _("To receive"),
        "to_review": _("To review"),
        "claims": _("Money back"),
        "completed": pgettext("orders", "Completed"),
        "closed": pgettext("orders", "Closed"),
    }
    address = reverse("buyers:orders")
    return [
        {"url": f"{address}?tab={tab}", "count": counts[tab], "name": name, "here": tab == here}
        for tab, name in names.items()
    ]


@buyer
@require_safe
def order(request: BuyerRequest, reference: str) -> HttpResponse:
    """One order, opened by its custody line. Looking at it is proof that its buyer knows (see notifications.proof)."""
    now = clock.now()
    found = own_order(request, reference)
    view = describe(found, Role.BUYER, now)
    if is_looked_at(request):
        record_reading(request.user, found, now, claim_id=view.facts.open_claim_id)
    context = {
        "now": now,
        "view": view,
        "order": found,
        "line": view.with_addresses(addresses(found) | of_claim(view.facts), posts=POSTS),
        "returned": sentences(view.facts.needless),
        "paid_together": bool(view.facts.needless) and found.checkout.orders.count() > 1,
        "can_move": is_open(found),
        "review_link": review_rules.link(view.facts, Role.BUYER),
        "talk": latest_about(found, Role.BUYER, ON_THE_ORDER),
        "write_form": WriteForm(),
    }
    return render(request, "buyers/order.html", context)


def addresses(found: Order) -> dict[str, str]:
    """Where each act on an order is done."""
    names = {
        "confirm": "receipt",
        "extend": "extension",
        "cancel": "cancellation",
        "ask_to_cancel": "cancellation",
        "claim": "claim_open",
        "review": "review",
        "name_account": "refund_account",
    }
    places = {action: reverse(f"buyers:{name}", args=[found.reference]) for action, name in names.items()}
    return {**places, "pay": reverse("buyers:cashier", args=[found.checkout.payment.reference])}


def of_claim(facts: Facts) -> dict[str, str]:
    """Where each verb of the open claim is done."""
    if facts.claim is None or not facts.claim.is_open:
        return {}
    return claims.addresses(facts.order.reference, facts.claim.claim.pk)


@buyer
@require_safe
def record(request: BuyerRequest, reference: str) -> HttpResponse:
    """What was agreed and what became of it, for printing."""
    now = clock.now()
    found = own_order(request, reference)
    return render(request, "buyers/record.html", {"now": now, "view": describe(found, Role.BUYER, now), "order": found})
