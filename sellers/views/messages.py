"""A shop's conversations with buyers: about orders, and before buying."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core import clock
from core.actor import Actor, Role
from core.entrance import takes_uploads
from marketplace.conversations import queries
from marketplace.conversations.actions.mark_read import mark_read
from marketplace.conversations.actions.write_message import write_about_order, write_message
from marketplace.conversations.models import Photo, Thread
from marketplace.trade import claim_photos
from marketplace.trade.talk import rows, said
from marketplace.trade.talk_posting import MOST_UPLOADED, posted
from sellers.access import SellerRequest, seller
from sellers.views.orders import find

PER_PAGE = 20


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
    found = get_object_or_404(ours, pk=thread_id)
    who = Actor(Role.SELLER, request.user.pk)
    sent = posted(
        request,
        lambda words, photos, now: write_message(found.pk, words=words, photos=photos, now=now, actor=who),
    )
    if sent.thread_id is not None:
        return redirect("sellers:thread", sent.thread_id)
    now = clock.now()
    if request.method == "GET":
        mark_read(found, Role.SELLER, now=now)
    context = {
        "now": now,
        "thread": found,
        "said": said(found, Role.SELLER),
        "form": sent.form,
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "sellers/thread.html", context, status=sent.status)


@takes_uploads(MOST_UPLOADED)
@seller
@require_http_methods(["GET", "HEAD", "POST"])
def about_order(request: SellerRequest, reference: str) -> HttpResponse:
    """Write to the buyer about an order: leads to its conversation once there is one."""
    order = find(request, reference)
    who = Actor(Role.SELLER, request.user.pk)
    sent = posted(
        request,
        lambda words, photos, now: write_about_order(order.pk, words=words, photos=photos, now=now, actor=who),
    )
    found = queries.thread_of(order)
    if found is not None and (sent.thread_id is not None or request.method != "POST"):
        return redirect("sellers:thread", found.pk)
    context = {
        "now": clock.now(),
        "order": order,
        "form": sent.form,
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "sellers/write.html", context, status=sent.status)


@seller
@require_safe
def photo(request: SellerRequest, photo: int) -> FileResponse:
    """A picture of one of the shop's conversations."""
    ours = Photo.objects.filter(message__thread__shop=request.shop)
    return claim_photos.answer(request, get_object_or_404(ours, pk=photo))
