"""What pages ask about reviews."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, prefetch_related_objects

from core.actor import Role
from core.kept import Kept
from marketplace.catalog.models import Listing, Shop
from marketplace.orders.models import Order, OrderLine
from marketplace.users.models import User
from reviews.ending import with_ending
from reviews.models import Photo, Review
from reviews.ratings import Rating, Stars

_OF_ORDER = Kept("reviews_of_order", lambda order: with_ending(Review.objects.filter(order=order)), int)


def opened() -> QuerySet[Review]:
    """Reviews that are sealed no more, latest first; deleted ones stay as lines. Three queries, however many."""
    along = with_ending(Review.objects.filter(opened_at__isnull=False)).select_related("author", "shop")
    return along.prefetch_related("photos", "order__lines").order_by("-opened_at", "-pk")


def about_shop(shop: Shop) -> QuerySet[Review]:
    """What buyers wrote about a shop and everybody may read."""
    return opened().filter(shop=shop, by_role=Role.BUYER.value)


def about_listing(listing: Listing) -> QuerySet[Review]:
    """Those of orders in which this was bought."""
    return about_shop(listing.shop).filter(_bought(listing))


def _bought(listing: Listing) -> Exists:
    return Exists(OrderLine.objects.filter(order=OuterRef("order"), sku__listing=listing))


def stars_of_shop(shop: Shop, *, since: datetime | None = None) -> Stars:
    """What buyers gave a shop in reviews that opened after `since` (None: ever). One query."""
    counted = _that_count(shop)
    return _stars(counted if since is None else counted.filter(opened_at__gt=since))


def stars_of_listing(listing: Listing) -> Stars:
    """What was given in orders in which this was bought, ever. One query."""
    return _stars(_that_count(listing.shop).filter(_bought(listing)))


def rating_of_buyer(buyer: User) -> Rating:
    """What shops gave a buyer: shown to a shop whom they ask for money back, never in public. One query."""
    about = Review.objects.filter(by_role=Role.SELLER.value, order__buyer=buyer)
    return _stars(about.filter(opened_at__isnull=False, deleted_at=None)).rating


def _that_count(shop: Shop) -> QuerySet[Review]:
    """Open, and not deleted."""
    return Review.objects.filter(shop=shop, by_role=Role.BUYER.value, opened_at__isnull=False, deleted_at=None)


def _stars(reviews: QuerySet[Review]) -> Stars:
    return Stars(dict(reviews.order_by().values_list("stars").annotate(n=Count("stars"))))


def of_order(order: Order) -> dict[str, Review]:
    """The order's reviews by side, sealed ones too: show a sealed one to its author alone. Two queries."""
    found = _OF_ORDER.all(order.pk)
    prefetch_related_objects(found, "photos")
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
