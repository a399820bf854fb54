"""The front page: what is good here, how it works, and how much is held right now."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from marketplace.catalog.queries import live_listings, shelves
from marketplace.catalog.wordings import other_language
from marketplace.storefront.choice import good_this_week
from marketplace.storefront.story import story
from marketplace.trade import custody_count


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """For everybody alike."""
    now = clock.now()
    count = custody_count.count()
    context = {
        "now": now,
        "count": count,
        "today": custody_count.today(count.held, now),
        "story": story(now),
        "shelves": [shelf for shelf in shelves() if shelf.goods],  # type: ignore[attr-defined]  # annotated
        "goods": live_listings().count(),
        "cards": good_this_week(now),
        "other_language": other_language(),
    }
    return render(request, "storefront/home.html", context)
