"""Finding a shop's own endpoints and what was sent to them."""

from django.db.models import QuerySet

from marketplace.catalog.models import Shop
from marketplace.webhooks.models import Delivery, Endpoint


def endpoints_of(shop: Shop) -> QuerySet[Endpoint]:
    """A shop's endpoints, in the order they were added."""
    return Endpoint.objects.filter(shop=shop).order_by("pk")


def log_of(endpoint: Endpoint) -> QuerySet[Delivery]:
    """What was sent to it and what is still to be, latest first."""
    return Delivery.objects.filter(endpoint=endpoint).order_by("-pk")
