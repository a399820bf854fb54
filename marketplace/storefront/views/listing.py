"""The page of one offer."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core import clock
from marketplace.catalog.cards import address, slug_of
from marketplace.catalog.models import Listing, ListingState, PhotoState
from marketplace.catalog.wordings import language_of, wording
from marketplace.storefront.offers import offer
from marketplace.suspensions.models import Kind
from marketplace.suspensions.queries import suspended
from marketplace.trade.record import record_of
from marketplace.trade.review_page import in_public
from marketplace.trade.spans import days, span
from reviews.queries import about_listing, stars_of_listing

#: The record looks back over a year; so many of the latest reviews stand below.
YEAR, SHOWN = 365, 3


@require_safe
def listing(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """What everybody sees while it is live, and its owner always. An old address leads to the present one."""
    found = find(request, pk)
    is_owner = request.user.pk == found.shop.owner_id
    skus = list(found.skus.filter(withdrawn=False).order_by("position", "pk"))
    if not skus:
        raise Http404
    if slug != slug_of(found):
        # Not for good: a title may change back.
        query = request.META.get("QUERY_STRING", "")
        return redirect(f"{address(found)}?{query}" if query else address(found))
    now = clock.now()
    context = {
        "now": now,
        "listing": found,
        "slug": slug,
        "shop": found.shop,
        "shop_name": wording(found.shop.name, found.shop.second_name),
        "trail": _trail(found),
        "about_lang": language_of(found.description),
        "title": wording(found.title, found.second_title),
        "offer": offer(found, skus, request.GET),
        "photos": list(found.photos.filter(state=PhotoState.READY).order_by("position", "pk")),
        "waiting": is_owner and found.photos.filter(state=PhotoState.WAITING).exists(),
        "is_owner": is_owner,
        "is_live": _is_live(found),
        "record": record_of(found.shop, YEAR, now),
        "stars": stars_of_listing(found),
        "reviews": in_public(about_listing(found)[:SHOWN], names_goods=False),
        "ships_by": now + timedelta(hours=found.shop.ship_promise),
        "spans": {
            "grace": span(settings.SHIP_GRACE),
            "tracked": days(settings.INSPECTION_TRACKED),
            "untracked": days(settings.INSPECTION_UNTRACKED),
            "extension": days(settings.BUYER_EXTENSION),
        },
    }
    return render(request, "storefront/listing.html", context)


def find(request: HttpRequest, pk: int) -> Listing:
    """The listing with this number, for everybody while it is live and for its owner always. Raises Http404."""
    listings = Listing.objects.annotate(shop_suspended=suspended(Kind.SHOP, "shop")).select_related("shop", "category")
    found = get_object_or_404(listings, pk=pk)
    if not _is_live(found) and request.user.pk != found.shop.owner_id:
        raise Http404
    return found


def _is_live(found: Listing) -> bool:
    return found.state == ListingState.LIVE and not found.shop_suspended  # type: ignore[attr-defined]  # annotated


def _trail(found: Listing) -> list[tuple[str, str]]:
    """The shelf it stands on, or all of them."""
    if found.category is None:
        return [(_("All goods"), reverse("storefront:search"))]
    return [(found.category.name, reverse("storefront:category", args=[found.category.slug]))]
