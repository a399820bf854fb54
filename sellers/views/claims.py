"""A claim at the shop's desk: those to answer, one of them whole, its photos, and each thing that may be done."""

from collections.abc import Callable

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.actor import Actor, Role
from core.entrance import takes_uploads
from core.looking import is_looked_at
from marketplace.claims.queries import photos_shown_to, record_of_buyer
from marketplace.notifications.proof import record_reading
from marketplace.trade import claim_page, claim_photos
from marketplace.trade.actions_table import offers
from marketplace.trade.claim_posting import MOST_UPLOADED, Face, act_page
from marketplace.trade.facts import gather
from marketplace.trade.line import custody_line, with_actions
from marketplace.trade.offers import done_here
from marketplace.trade.talk import BESIDE, latest_about
from reviews.queries import rating_of_buyer
from sellers import claims as desk
from sellers.access import SellerRequest, seller
from sellers.views.orders import find, of_claim


@seller
@require_safe
def claims(request: SellerRequest) -> HttpResponse:
    """Requests that wait for the shop, by deadline; then those that wait for others, and the latest that ended."""
    now = clock.now()
    waiting, others = desk.open_claims(request.shop, now)
    context = {
        "now": now,
        "waiting": waiting,
        "others": others,
        "ended": desk.ended(request.shop),
        "has_address": hasattr(request.shop, "return_address"),
    }
    return render(request, "sellers/claims.html", context)


@seller
@require_safe
def claim(request: SellerRequest, reference: str, claim: int) -> HttpResponse:
    """What both sides said and showed, the buyer's record, and what may be done now. Proof that the seller knows."""
    now = clock.now()
    found = find(request, reference)
    (facts,) = gather([found])
    asked = claim_page.find(facts, claim)
    if asked is None:
        raise Http404
    if is_looked_at(request):
        record_reading(request.user, found, now, claim_id=facts.open_claim_id)
    page = claim_page.read(facts, asked, Role.SELLER)
    line = custody_line(facts, Role.SELLER, now)
    if page.is_now:
        places = of_claim(facts)
        line = with_actions(line, done_here(offers(facts, Role.SELLER, now), places), places)
    context = {
        "now": now,
        "order": found,
        "page": page,
        "line": line,
        "record": record_of_buyer(found.buyer) if page.is_now else None,
        "rating": rating_of_buyer(found.buyer) if page.is_now else None,
        "has_address": hasattr(found.shop, "return_address"),
        "talk": latest_about(found, Role.SELLER, BESIDE),
        "photo_view": "sellers:claim_photo",
    }
    return render(request, "sellers/claim.html", context)


def act(verb: str) -> Callable[..., HttpResponseBase]:
    """The view of one verb."""

    @seller
    @takes_uploads(MOST_UPLOADED)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: SellerRequest, reference: str, claim: int) -> HttpResponse:
        who = Actor(Role.SELLER, request.user.pk)
        face = Face(who, lambda: find(request, reference), "sellers/claim_act.html", "sellers:claim")
        return act_page(request, claim, verb, face)

    return view


@seller
@require_safe
def photo(request: SellerRequest, photo: int) -> FileResponse:
    """A photo of one of the shop's orders."""
    mine = photos_shown_to(request.user).filter(order__shop=request.shop)
    return claim_photos.answer(request, get_object_or_404(mine, pk=photo))
