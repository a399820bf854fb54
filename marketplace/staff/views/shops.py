"""A shop as the desk sees it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core import clock
from core.money import Money
from escrow import queries
from escrow.payments.models import Payout
from escrow.payments.states import PayoutState
from marketplace.catalog.models import Listing, ListingState, Shop
from marketplace.claims.queries import record_of_shop
from marketplace.orders.models import Order
from marketplace.staff.access import acting, operator
from marketplace.staff.forms import SuspensionForm
from marketplace.staff.panels import panel
from marketplace.staff.people import latest_orders
from marketplace.staff.views.own import own
from marketplace.suspensions.models import Kind
from marketplace.trade.figures import figures
from marketplace.trade.status import tab_counts

#: Days of a shop's record.
YEAR = 365


@require_safe
@operator
def shop(request: HttpRequest, shop_id: int) -> HttpResponse:
    """One shop: its owner, its orders and money, how its claims went, what was suspended and why."""
    return show(request, shop_id)


def show(
    request: HttpRequest, shop_id: int, *, refused: SuspensionForm | None = None, status: int = 200
) -> HttpResponse:
    """The page; `refused` is the form that came back."""
    now = clock.now()
    one = get_object_or_404(Shop.objects.select_related("owner"), pk=shop_id)
    if one.owner_id == acting(request):
        return own(request, None, "people")
    waiting = Payout.objects.filter(book_id=one.book_id, refund=None, state=PayoutState.REQUESTED)
    context = {
        "now": now,
        "shop": one,
        "figures": figures(one),
        "debt": Money(queries.debt(one.book_id, one.currency), one.currency),
        "waiting": list(waiting.order_by("pk")),
        "counts": tab_counts(one),
        "record": record_of_shop(one, YEAR, now),
        "listings": Listing.objects.filter(shop=one, state=ListingState.LIVE).count(),
        "orders": latest_orders(Order.objects.filter(shop=one)),
        "panel": panel(Kind.SHOP, one.pk, one.owner, acting(request), refused=refused),
        "idempotency_key": request.POST.get("idempotency_key", ""),
        "room": "people",
    }
    return render(request, "staff/shop.html", context, status=status)
