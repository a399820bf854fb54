"""Finding a shop's own endpoints and what was sent to them."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from marketplace.catalog.models import Shop
from marketplace.webhooks.models import Delivery, Endpoint


def endpoints_of(shop: Shop) -> QuerySet[Endpoint]:
    """A shop's endpoints, in the order they were added."""
    return Endpoint.objects.filter(shop=shop).order_by("pk")


def with_last_try(endpoints: QuerySet[Endpoint]) -> QuerySet[Any]:
    """The endpoints with `.last_at` and `.last_taken`: when it was tried last, and whether that was taken."""
    tried = Delivery.objects.filter(endpoint=OuterRef("pk")).exclude(tried_at=None).order_by("-tried_at", "-pk")
    return endpoints.annotate(
        last_at=Subquery(tried.values("tried_at")[:1]), last_taken=Subquery(tried.values("delivered_at")[:1])
    )


def log_of(endpoint: Endpoint) -> QuerySet[Delivery]:
    """What was sent to it and what is still to be, latest first."""
    return Delivery.objects.filter(endpoint=endpoint).order_by("-pk")
