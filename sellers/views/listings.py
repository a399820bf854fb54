"""A shop's goods: the list, a new page, a page that stands, showing and taking down."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Min, Q, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import clock
from core.entrance import takes_uploads
from core.errors import DomainError
from core.posting import act_once, refuse, sent
from marketplace.catalog.actions.add_photo import MOST_PHOTOS, add_photo, look_at
from marketplace.catalog.actions.arrange_photos import Way, move_photo, remove_photo
from marketplace.catalog.actions.create_listing import create_listing
from marketplace.catalog.actions.edit_listing import edit_listing
from marketplace.catalog.actions.publish_listing import publish_listing
from marketplace.catalog.actions.take_down_listing import take_down_listing
from marketplace.catalog.models import Listing, ListingState, PhotoState
from marketplace.catalog.pictures import MOST_BYTES
from marketplace.suspensions.models import Kind
from marketplace.suspensions.queries import is_suspended
from sellers.access import SellerRequest, seller
from sellers.forms.listing import ListingForm, NewListingForm, Variants, chosen, variants_of
from sellers.shelf import Row, rows_of

PER_PAGE = 24
#: A form with as many photos as a page holds, in bytes.
MOST_UPLOADED = MOST_PHOTOS * MOST_BYTES + settings.MOST_BODY


@seller
@require_safe
def listings(request: SellerRequest) -> HttpResponse:
    """All pages of the shop, latest first, with price and what is left."""
    on_sale = Q(skus__withdrawn=False)
    found = (
        Listing.objects.filter(shop=request.shop)
        .annotate(price_from=Min("skus__price", filter=on_sale), pieces=Sum("skus__stock", filter=on_sale))
        .prefetch_related("photos")
        .order_by("-listed_at", "-pk")
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows: list[Row] = rows_of(page.object_list, request.shop.currency)
    return render(request, "sellers/listings.html", {"page": page, "rows": rows, "shop": request.shop})


@seller
@takes_uploads(MOST_UPLOADED)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SellerRequest) -> HttpResponse:
    """Put goods on a shelf; with pieces to sell they are shown at once, unless the shop is suspended."""
    form = NewListingForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            made = act_once(request, lambda: _create(request, form.cleaned_data), now=now)
        except DomainError as error:
            refuse(form, error)
        else:
            if made["live"]:
                messages.success(request, _("It stands on the shelf: everybody can buy it now."))
            elif made["suspended"]:
                messages.info(request, _("Kept as a draft: your shop is suspended, so it is not shown yet."))
            else:
                messages.info(request, _("Kept as a draft: say how many pieces there are, and show it."))
            return redirect("sellers:listing_edit", made["listing"])
    context = {"form": form, "idempotency_key": request.POST.get("idempotency_key", "")}
    return render(request, "sellers/listing_new.html", context, status=422 if form.is_bound else 200)


def _create(request: SellerRequest, given: dict[str, Any]) -> dict[str, Any]:
    now = clock.now()
    listing = create_listing(
        request.shop,
        title=given["title"],
        price=given["price"],
        stock=given["stock"],
        category=given["category"],
        description=given["description"],
        photos=given["photos"],
        now=now,
    )
    suspended = is_suspended(Kind.SHOP, request.shop.pk)
    live = given["stock"] > 0 and not suspended
    if live:
        publish_listing(listing, now=now)
    return {"listing": listing.pk, "live": live, "suspended": suspended}


@seller
@takes_uploads(MOST_UPLOADED)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SellerRequest, listing_id: int) -> HttpResponse:
    """Words, variants, stock and photos of a page that stands."""
    listing = _mine(request, listing_id)
    form = ListingForm(sent(request), request.FILES or None, initial=ListingForm.of(listing))
    rows = Variants(sent(request), initial=variants_of(listing), prefix="v")
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            act_once(request, lambda: _change(listing, form.cleaned_data, rows), now=clock.now())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Saved. The new price counts for orders placed from now on."))
            return redirect("sellers:listing_edit", listing.pk)
    photos = list(listing.photos.order_by("position", "pk"))
    context = {
        "form": form,
        "rows": rows,
        "listing": listing,
        "photos": photos,
        "preparing": any(photo.state == PhotoState.WAITING for photo in photos),
        "live": listing.state == ListingState.LIVE,
        "idempotency_key": request.POST.get("idempotency_key", ""),
    }
    return render(request, "sellers/listing_edit.html", context, status=422 if form.is_bound else 200)


def _change(listing: Listing, given: dict[str, Any], rows: Any) -> dict[str, Any]:
    now = clock.now()
    look_at(given["photos"], there=listing.photos.count())
    edit_listing(
        listing,
        title=given["title"],
        second_title=given["second_title"],
        description=given["description"],
        category=given["category"],
        variants=chosen(rows),
        now=now,
    )
    for upload in given["photos"]:
        add_photo(listing, upload, now=now)
    return {"listing": listing.pk}


@seller
@require_POST
def change_state(request: SellerRequest, listing_id: int) -> HttpResponse:
    """Show a page to everybody (`to=live`) or take it down (`to=hidden`)."""
    listing = _mine(request, listing_id)
    now = clock.now()
    act = publish_listing if request.POST.get("to") == ListingState.LIVE else take_down_listing
    try:
        act(listing, now=now)
    except DomainError as error:
        messages.error(request, error.words)
    return redirect("sellers:listing_edit", listing.pk)


@seller
@require_POST
def photo(request: SellerRequest, listing_id: int, photo_id: int) -> HttpResponse:
    """Move a photo (`do=earlier`, `do=later`) or take it off the page (`do=remove`)."""
    listing = _mine(request, listing_id)
    wanted = request.POST.get("do", "")
    if wanted not in ARRANGING:
        raise Http404
    now = clock.now()
    try:
        act_once(request, lambda: ARRANGING[wanted](listing, photo_id, now), now=now)
    except DomainError as error:
        messages.warning(request, error.words)
    return redirect(f"{reverse('sellers:listing_edit', args=[listing.pk])}#photos")


def _moved(listing: Listing, photo_id: int, way: Way, now: datetime) -> dict[str, Any]:
    move_photo(listing, photo_id, way, now=now)
    return {"photo": photo_id}


def _removed(listing: Listing, photo_id: int, now: datetime) -> dict[str, Any]:
    remove_photo(listing, photo_id, now=now)
    return {"photo": photo_id}


#: What the buttons below a photo ask for.
ARRANGING: Mapping[str, Callable[[Listing, int, datetime], dict[str, Any]]] = {
    "earlier": lambda listing, photo_id, now: _moved(listing, photo_id, "earlier", now),
    "later": lambda listing, photo_id, now: _moved(listing, photo_id, "later", now),
    "remove": _removed,
}


def _mine(request: SellerRequest, listing_id: int) -> Listing:
    return get_object_or_404(Listing.objects.select_related("shop"), pk=listing_id, shop=request.shop)
