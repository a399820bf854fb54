"""What pages ask about reviews."""

from django.db.models import Q, QuerySet

from core.actor import Role
from marketplace.catalog.models import Listing, Shop
from marketplace.orders.models import Order
from reviews.ending import with_ending
from reviews.models import Photo, Review


def opened() -> QuerySet[Review]:
    """Reviews that are sealed no more, latest first; deleted ones stay as lines. Three queries, however many."""
    along = with_ending(Review.objects.filter(opened_at__isnull=False)).select_related("author", "shop")
    return along.prefetch_related("photos", "order__lines").order_by("-opened_at", "-pk")


def about_shop(shop: Shop) -> QuerySet[Review]:
    """What buyers wrote about a shop and everybody may read."""
    return opened().filter(shop=shop, by_role=Role.BUYER.value)


def about_listing(listing: Listing) -> QuerySet[Review]:
    """Those of orders in which this was bought."""
    bought = Order.objects.filter(lines__sku__listing=listing).values("pk")
    return about_shop(listing.shop).filter(order__in=bought)


def of_order(order: Order) -> dict[str, Review]:
    """The order's reviews by side, sealed ones too: show a sealed one to its author alone. Two queries."""
    found = with_ending(Review.objects.filter(order=order)).prefetch_related("photos")
    return {review.by_role: review for review in found}


def photos_shown_to(reader: int | None) -> QuerySet[Photo]:
    """Pictures that this person (None: nobody we know) may see: those in public; their own, sealed or not; and those of
    the other side of their orders once they are open. None of a deleted review.
    """
    open_now = Q(review__opened_at__isnull=False)
    seen = open_now & Q(review__by_role=Role.BUYER.value)
    if reader is not None:
        seen |= Q(review__author=reader) | open_now & Q(review__order__buyer=reader)
    return Photo.objects.filter(seen, review__deleted_at=None).select_related("review")
