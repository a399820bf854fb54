"""The desk: what must be done, by deadline, then the money and how it goes."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from marketplace.catalog.models import Listing, ListingState
from marketplace.trade import shop_numbers, times
from marketplace.trade.charts import Column, count_axis, draw_columns
from marketplace.trade.figures import figures
from marketplace.trade.periods import PERIODS
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
    days = shop_numbers.orders(shop, PERIODS[0], now)
    context = {
        "now": now,
        "shop": shop,
        "rows": waiting.rows,
        "more": waiting.count - len(waiting.rows),
        "today": waiting.until_tonight,
        "later": waiting.count,
        "counts": tab_counts(shop),
        "figures": figures(shop),
        "has_goods": bool(waiting.rows) or Listing.objects.filter(shop=shop, state=ListingState.LIVE).exists(),
        "days": days[::-1],
        "sold": sum(count for _day, count in days),
        "chart": draw_columns([Column(times.below(day), (("avail", count),)) for day, count in days], count_axis()),
    }
    return render(request, "sellers/desk.html", context)
