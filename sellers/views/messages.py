"""A shop's conversations with buyers: about orders, and before buying."""

from functools import partial

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.actor import Actor, Role
from core.entrance import takes_uploads
from marketplace.conversations import queries
from marketplace.conversations.models import Photo, Thread
from marketplace.notifications.proof import record_conversation_read
from marketplace.trade import claim_photos
from marketplace.trade.talk import rows
from marketplace.trade.talk_posting import MOST_UPLOADED, Face, order_page, thread_page
from sellers.access import SellerRequest, seller
from sellers.views.orders import find

PER_PAGE = 20


def _face(request: SellerRequest, template: str) -> Face:
    return Face(
        actor=Actor(Role.SELLER, request.user.pk),
        template=f"sellers/{template}.html",
        place="sellers:thread",
        noticed=partial(record_conversation_read, request.user),
    )


@seller
@require_safe
def inbox(request: SellerRequest) -> HttpResponse:
    """Every conversation, the newest word first."""
    page = Paginator(queries.of_shop(request.shop), PER_PAGE).get_page(request.GET.get("page"))
    context = {"now": clock.now(), "page": page, "rows": rows(page.object_list, Role.SELLER)}
    return render(request, "sellers/messages.html", context)


@takes_uploads(MOST_UPLOADED)
@seller
@require_http_methods(["GET", "HEAD", "POST"])
def thread(request: SellerRequest, thread_id: int) -> HttpResponse:
    """One conversation, and writing in it. Looking at it marks it as read."""
    ours = Thread.objects.filter(shop=request.shop).select_related("shop__owner", "buyer", "order")
    return thread_page(request, get_object_or_404(ours, pk=thread_id), _face(request, "thread"))


@takes_uploads(MOST_UPLOADED)
@seller
@require_http_methods(["GET", "HEAD", "POST"])
def about_order(request: SellerRequest, reference: str) -> HttpResponse:
    """Write to the buyer about an order: leads to its conversation once there is one."""
    return order_page(request, find(request, reference), _face(request, "write"))


@seller
@require_safe
def photo(request: SellerRequest, photo: int) -> FileResponse:
    """A picture of one of the shop's conversations."""
    ours = Photo.objects.filter(message__thread__shop=request.shop)
    return claim_photos.answer(request, get_object_or_404(ours, pk=photo))
