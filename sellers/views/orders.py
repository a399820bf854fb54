"""A shop's orders: the list by what they wait for, and one order."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from core import clock
from core.actor import Role
from core.kept import Kept
from core.looking import is_looked_at
from marketplace.notifications.proof import record_reading
from marketplace.orders.models import Order
from marketplace.trade import review_rules
from marketplace.trade.facts import Facts, gather, with_facts
from marketplace.trade.line import custody_line
from marketplace.trade.representation import describe
from marketplace.trade.status import TABS, Status, in_tab, tab_counts
from marketplace.trade.talk import ON_THE_ORDER, latest_about
from marketplace.trade.talk_posting import WriteForm
from sellers.access import SellerRequest, seller
from sellers.claim_places import CLAIM_PLACES

PER_PAGE = 20

_OWN = Kept(
    "order_of_shop",
    lambda shop, reference: with_facts(Order.objects.filter(shop=shop, reference=reference)),
    int,
    str,
)


@seller
@require_safe
def orders(request: SellerRequest) -> HttpResponse:
    """The shop's orders of one tab; those to ship stand by deadline and can be marked together."""
    now = clock.now()
    tab = request.GET.get("tab", "to_ship")
    tab = tab if tab in TABS else "to_ship"
    by = ("hold__funded_at", "pk") if tab == "to_ship" else ("-placed_at", "-pk")
    mine = in_tab(Order.objects.filter(shop=request.shop), tab, Role.SELLER)
    found = with_facts(mine).prefetch_related("lines").order_by(*by)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "now": now,
        "page": page,
        "tab": tab,
        "tabs": _tabs(request, tab),
        "rows": [(facts, custody_line(facts, Role.SELLER, now)) for facts in gather(page.object_list)],
        "shop": request.shop,
        "can_mark": tab == "to_ship",
    }
    return render(request, "sellers/orders.html", context)


def _tabs(request: SellerRequest, here: str) -> list[dict[str, object]]:
    counts = tab_counts(request.shop)
    names = {
        "to_ship": _("To ship"),
        "shipped": pgettext("orders", "Shipped"),
        "to_review": _("To review"),
        "claims": _("Money back"),
        "to_pay": _("Not paid yet"),
        "completed": pgettext("orders", "Completed"),
        "closed": pgettext("orders", "Closed"),
        "all": pgettext("orders", "All"),
    }
    return [
        {"url": f"{reverse('sellers:orders')}?tab={tab}", "count": counts[tab], "name": name, "here": tab == here}
        for tab, name in names.items()
    ]


@seller
@require_safe
def order(request: SellerRequest, reference: str) -> HttpResponse:
    """One order, opened by its custody line. Looking at it is proof that its seller knows (see notifications.proof)."""
    now = clock.now()
    found = find(request, reference)
    view = describe(found, Role.SELLER, now)
    if is_looked_at(request):
        record_reading(request.user, found, now, claim_id=view.facts.open_claim_id)
    context = {
        "now": now,
        "view": view,
        "order": found,
        "line": view.with_addresses(addresses(found) | of_claim(view.facts), posts={"start_packing"}),
        "packing": view.status is Status.PACKING,
        "review_link": review_rules.link(view.facts, Role.SELLER),
        "talk": latest_about(found, Role.SELLER, ON_THE_ORDER),
        "write_form": WriteForm(),
    }
    return render(request, "sellers/order.html", context)


def find(request: SellerRequest, reference: str) -> Order:
    """The shop's own order with that reference; anybody else's is not found."""
    order = _OWN.first(request.shop.pk, reference)
    if order is None:
        raise Http404
    return order


def addresses(found: Order) -> dict[str, str]:
    """Where each act on an order is done."""
    names = {
        "ship": "shipment",
        "start_packing": "packing",
        "cancel": "cancellation",
        "extend": "extension",
        "review": "review",
    }
    return {action: reverse(f"sellers:{name}", args=[found.reference]) for action, name in names.items()}


def of_claim(facts: Facts) -> dict[str, str]:
    """Where each verb of the open claim is done."""
    if facts.claim is None or not facts.claim.is_open:
        return {}
    args = [facts.order.reference, facts.claim.claim.pk]
    return {verb: reverse(f"sellers:{name}", args=args) for verb, name in CLAIM_PLACES.items()}
