"""How reviews work: the rules, and how stars are counted, with the numbers the site really works with."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core import clock
from marketplace.trade.spans import days
from reviews.ratings import Rating

#: (number of reviews, stars of each): a few friends, a good beginning, a reputation.
EXAMPLES = ((1, 5), (3, 5), (40, 5), (400, 5), (3, 1))


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """For everybody alike."""
    context = {
        "now": clock.now(),
        "window": days(settings.REVIEW_WINDOW),
        "reminder": days(settings.REMINDER_REVIEW),
        "prior_mean": settings.REVIEW_PRIOR_MEAN / 100,
        "prior_weight": settings.REVIEW_PRIOR_WEIGHT,
        "examples": [(count, stars, Rating(count, count * stars).shown) for count, stars in EXAMPLES],
    }
    return render(request, "storefront/reviews.html", context)
