"""What pages ask about reviews."""

from django.db.models import QuerySet

from core.actor import Role
from marketplace.catalog.models import Listing, Shop
from marketplace.orders.models import Order
from reviews.ending import with_ending
from reviews.models import Review


def about_shop(shop: Shop) -> QuerySet[Review]:
    """What buyers wrote about a shop and everybody may read, latest first; deleted ones stay as lines."""
    opened = Review.objects.filter(shop=shop, by_role=Role.BUYER.value, opened_at__isnull=False)
    return with_ending(opened).select_related("author").order_by("-opened_at", "-pk")


def about_listing(listing: Listing) -> QuerySet[Review]:
    """Those of orders in which this was bought."""
    bought = Order.objects.filter(lines__sku__listing=listing).values("pk")
    return about_shop(listing.shop).filter(order__in=bought)


def of_order(order: Order) -> dict[str, Review]:
    """The order's reviews by side, sealed ones too: show a sealed one to its author alone. One query."""
    return {review.by_role: review for review in with_ending(Review.objects.filter(order=order))}
