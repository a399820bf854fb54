"""A buyer's claim: the whole of it, its photos, and each thing that may be done about it."""

from collections.abc import Callable

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from buyers.access import BuyerRequest, actor, buyer, own_order
from core import clock
from core.actor import Role
from core.entrance import takes_uploads
from core.looking import is_looked_at
from marketplace.claims.queries import photos_shown_to
from marketplace.notifications.proof import record_reading
from marketplace.trade import claim_page, claim_photos
from marketplace.trade.actions_table import offers
from marketplace.trade.claim_posting import MOST_UPLOADED, Face, act_page
from marketplace.trade.facts import gather
from marketplace.trade.line import custody_line, with_actions
from marketplace.trade.offers import done_here
from marketplace.trade.talk import BESIDE, latest_about

#: Verb of the claims' table -> the address it is done at.
PLACES = {
    "accept_offer": "claim_agreement",
    "refuse_offer": "claim_refusal",
    "offer": "claim_offers",
    "change": "claim_change",
    "withdraw": "claim_withdrawal",
    "ask_for_ruling": "claim_ruling_request",
    "send_back": "claim_return",
    "add_evidence": "claim_evidence",
    "accept_ruling": "claim_acceptance",
    "appeal": "claim_appeal",
}


def addresses(reference: str, claim_id: int) -> dict[str, str]:
    """Where each verb is done."""
    return {verb: reverse(f"buyers:{name}", args=[reference, claim_id]) for verb, name in PLACES.items()}


@buyer
@require_safe
def claim(request: BuyerRequest, reference: str, claim: int) -> HttpResponse:
    """What both sides said and showed, and what may be done now. Looking at it is proof that the buyer knows."""
    now = clock.now()
    found = own_order(request, reference)
    (facts,) = gather([found])
    asked = claim_page.find(facts, claim)
    if asked is None:
        raise Http404
    if is_looked_at(request):
        record_reading(request.user, found, now, claim_id=facts.open_claim_id)
    page = claim_page.read(facts, asked, Role.BUYER)
    line = custody_line(facts, Role.BUYER, now)
    if page.is_now:
        places = addresses(reference, claim)
        line = with_actions(line, done_here(offers(facts, Role.BUYER, now), places), places)
    context = {
        "now": now,
        "order": found,
        "page": page,
        "line": line,
        "talk": latest_about(found, Role.BUYER, BESIDE),
        "photo_view": "buyers:photo",
    }
    return render(request, "buyers/claim.html", context)


def act(verb: str) -> Callable[..., HttpResponseBase]:
    """The view of one verb."""

    @buyer
    @takes_uploads(MOST_UPLOADED)
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: BuyerRequest, reference: str, claim: int) -> HttpResponse:
        face = Face(actor(request), lambda: own_order(request, reference), "buyers/claim_act.html", "buyers:claim")
        return act_page(request, claim, verb, face)

    return view


@buyer
@require_safe
def photo(request: BuyerRequest, photo: int) -> FileResponse:
    """A photo of one of the reader's own orders."""
    mine = photos_shown_to(request.user).filter(order__buyer=request.user)
    return claim_photos.answer(request, get_object_or_404(mine, pk=photo))
