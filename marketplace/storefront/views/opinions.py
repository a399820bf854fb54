"""All that buyers wrote: about a shop, and about one of its goods."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core import clock
from marketplace.catalog.cards import address, slug_of
from marketplace.catalog.models import Shop
from marketplace.catalog.wordings import Wording, wording
from marketplace.storefront.views.listing import find
from marketplace.trade.review_page import bars, in_public
from reviews.models import Review
from reviews.queries import about_listing, about_shop, stars_of_listing, stars_of_shop
from reviews.ratings import Stars

PER_PAGE = 20


@require_safe
def of_shop(request: HttpRequest, slug: str) -> HttpResponse:
    """Latest first, whatever became of the goods."""
    shop = get_object_or_404(Shop, slug=slug)
    name = wording(shop.name, shop.second_name)
    trail = [(name.text, reverse("storefront:shop", args=[shop.slug]))]
    return _page(request, name, trail, stars_of_shop(shop), about_shop(shop))


@require_safe
def of_listing(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Those of orders in which it was bought; for whoever may see its page."""
    listing = find(request, pk)
    if slug != slug_of(listing):
        return redirect("storefront:listing_reviews", listing.pk, slug_of(listing))
    title = wording(listing.title, listing.second_title)
    trail = [(title.text, address(listing))]
    return _page(request, title, trail, stars_of_listing(listing), about_listing(listing), names_goods=False)


def _page(
    request: HttpRequest,
    about: Wording,
    trail: list[tuple[str, str]],
    stars: Stars,
    reviews: QuerySet[Review],
    *,
    names_goods: bool = True,
) -> HttpResponse:
    page = Paginator(reviews, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "now": clock.now(),
        "about": about,
        "trail": trail,
        "stars": stars,
        "star_bars": bars(stars),
        "page": page,
        "reviews": in_public(page.object_list, names_goods=names_goods),
    }
    return render(request, "storefront/opinions.html", context)
