"""A buyer's conversations with shops: about orders, and before buying."""

from functools import partial

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from buyers.access import BuyerRequest, actor, buyer, own_order
from core import clock
from core.actor import Role
from core.entrance import takes_uploads
from marketplace.catalog.models import Listing, Shop
from marketplace.catalog.wordings import wording
from marketplace.conversations import queries
from marketplace.conversations.actions.ask_shop import ask_shop
from marketplace.conversations.models import Photo, Thread
from marketplace.notifications.proof import record_conversation_read
from marketplace.trade import claim_photos
from marketplace.trade.talk import rows
from marketplace.trade.talk_posting import MOST_UPLOADED, Face, order_page, posted, thread_page

PER_PAGE = 20


def _face(request: BuyerRequest, template: str) -> Face:
    return Face(
        actor=actor(request),
        template=f"buyers/{template}.html",
        place="buyers:thread",
        noticed=partial(record_conversation_read, request.user),
    )


@buyer
@require_safe
def inbox(request: BuyerRequest) -> HttpResponse:
    """Every conversation, the newest word first."""
    page = Paginator(queries.of_buyer(request.user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"now": clock.now(), "page": page, "rows": rows(page.object_list, Role.BUYER)}
    return render(request, "buyers/messages.html", context)


@takes_uploads(MOST_UPLOADED)
@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: BuyerRequest, thread_id: int) -> HttpResponse:
    """One conversation, and writing in it. Looking at it marks it as read."""
    mine = Thread.objects.filter(buyer=request.user).select_related("shop__owner", "buyer", "order")
    return thread_page(request, get_object_or_404(mine, pk=thread_id), _face(request, "thread"))


@takes_uploads(MOST_UPLOADED)
@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def about_order(request: BuyerRequest, reference: str) -> HttpResponse:
    """Write to the shop about an order: leads to its conversation once there is one."""
    return order_page(request, own_order(request, reference), _face(request, "write"))


@takes_uploads(MOST_UPLOADED)
@buyer
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: BuyerRequest, slug: str) -> HttpResponse:
    """Ask a shop before buying, about one of its goods if `?listing=` names one."""
    shop = get_object_or_404(Shop, slug=slug)
    listing = _listing(shop, request.GET.get("listing", ""))
    sent = posted(
        request,
        lambda words, photos, now: ask_shop(
            shop.pk,
            words=words,
            photos=photos,
            listing_id=listing.pk if listing else None,
            now=now,
            actor=actor(request),
        ),
    )
    if sent.thread_id is not None:
        return redirect("buyers:thread", sent.thread_id)
    context = {
        "now": clock.now(),
        "shop": shop,
        "name": shop.shown_name,
        "listing": listing,
        "goods": wording(listing.title, listing.second_title) if listing else None,
        "form": sent.form,
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "buyers/write.html", context, status=sent.status)


def _listing(shop: Shop, number: str) -> Listing | None:
    if not number.isascii() or not number.isdigit() or len(number) > len(str(2**63)) - 1:
        return None
    return Listing.objects.filter(pk=int(number), shop=shop).first()


@buyer
@require_safe
def photo(request: BuyerRequest, photo: int) -> FileResponse:
    """A picture of one of the reader's conversations."""
    mine = Photo.objects.filter(message__thread__buyer=request.user)
    return claim_photos.answer(request, get_object_or_404(mine, pk=photo))
