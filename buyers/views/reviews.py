"""A buyer's review of an order, and what the shop wrote about them."""

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from buyers.access import BuyerRequest, actor, buyer, own_order
from core.entrance import takes_uploads
from marketplace.trade.review_posting import MOST_UPLOADED, Face, review_page


@takes_uploads(MOST_UPLOADED)
@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: BuyerRequest, reference: str) -> HttpResponse:
    """Write it, once; afterwards read it, and the shop's when both are open."""
    face = Face(actor(request), lambda: own_order(request, reference), "buyers/review.html", "buyers:review")
    return review_page(request, face)
