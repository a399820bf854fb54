"""A shop's page: who it is, what it sells, how it has done."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core import clock
from core.money import Money
from marketplace.catalog.cards import cards, photo_address
from marketplace.catalog.models import Shop
from marketplace.catalog.queries import Wish, search
from marketplace.catalog.wordings import language_of, wording
from marketplace.suspensions.models import Kind
from marketplace.suspensions.queries import suspended
from marketplace.trade.periods import PERIODS, chosen
from marketplace.trade.record import record_of
from marketplace.trade.review_page import bars, in_public
from reviews.queries import about_shop

PAGE_SIZE = 24
#: How far the record looks back unless one chooses; so many of the latest reviews stand below.
YEAR, SHOWN = "365", 5


@require_safe
def shop(request: HttpRequest, slug: str) -> HttpResponse:
    """The shop with this address; a suspended one says so and shows no goods."""
    found = get_object_or_404(Shop.objects.annotate(suspended=suspended(Kind.SHOP, "pk")), slug=slug)
    now = clock.now()
    period = chosen(request.GET.get("days", YEAR))
    record = record_of(found, period.days, now)
    page = Paginator(search(Wish(shop=found, sort="bought")), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "now": now,
        "shop": found,
        "name": wording(found.name, found.second_name),
        "picture": photo_address(found.picture.name),
        "about_lang": language_of(found.about),
        "sending": Money(found.shipping_price, found.currency),
        "free_above": None if found.free_above is None else Money(found.free_above, found.currency),
        "page": page,
        "cards": cards(page.object_list),
        "record": record,
        "period": period,
        "periods": PERIODS,
        "star_bars": bars(record.stars),
        "reviews": in_public(about_shop(found)[:SHOWN]),
        "is_owner": request.user.pk == found.owner_id,
    }
    return render(request, "storefront/shop.html", context)
