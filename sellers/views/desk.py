"""The desk: what must be done, by deadline, then the money."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from marketplace.catalog.models import Listing, ListingState
from marketplace.trade.figures import figures
from marketplace.trade.status import tab_counts
from sellers.access import SellerRequest, seller
from sellers.due import duties


@seller
@require_safe
def desk(request: SellerRequest) -> HttpResponse:
    """What a seller sees first."""
    now = clock.now()
    shop = request.shop
    waiting = duties(shop, now)
    context = {
        "now": now,
        "shop": shop,
        "rows": waiting.rows,
        "more": waiting.count - len(waiting.rows),
        "today": waiting.until_tonight,
        "later": waiting.count,
        "counts": tab_counts(shop),
        "figures": figures(shop),
        "has_goods": Listing.objects.filter(shop=shop, state=ListingState.LIVE).exists(),
    }
    return render(request, "sellers/desk.html", context)
