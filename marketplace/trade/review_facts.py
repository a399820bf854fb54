"""What is known about the reviews of an order: which sides have written, and whether that can be read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from core.actor import Role
from marketplace.orders.models import Order
from reviews.models import Review


@dataclass(frozen=True, slots=True)
class Reviews:
    """The sides that have written, and whether what they wrote is open. Sealed, it concerns nobody but its author."""

    by: frozenset[Role]
    opened: bool


NO_REVIEWS = Reviews(frozenset(), opened=False)


def with_reviews(orders: QuerySet[Order]) -> QuerySet[Any]:
    """The orders with what `reviews_of` asks for, in the same query."""
    of_order = Review.objects.filter(order=OuterRef("pk"))
    return orders.annotate(
        buyer_reviewed=Exists(of_order.filter(by_role=Role.BUYER.value)),
        seller_reviewed=Exists(of_order.filter(by_role=Role.SELLER.value)),
        reviews_opened=Exists(of_order.filter(opened_at__isnull=False)),
    )


def reviews_of(order: Order) -> Reviews:
    """Of an order read by `with_reviews`."""
    sides = {Role.BUYER: "buyer_reviewed", Role.SELLER: "seller_reviewed"}
    by = frozenset(role for role, name in sides.items() if getattr(order, name, False))
    return Reviews(by, opened=getattr(order, "reviews_opened", False))
