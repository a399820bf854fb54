"""A program of the shop that listens, in the world of the matrix, and something it has taken."""

from datetime import datetime

from marketplace.orders.models import Order
from marketplace.webhooks.models import Delivery
from tests import make


def listening(order: Order, now: datetime) -> dict[str, list[object]]:
    """Make it; answers what addresses about webhooks point at."""
    endpoint = make.endpoint(order.shop, now=now)
    make.told(order, "order.extended", now)
    taken = Delivery.objects.get(endpoint=endpoint)
    Delivery.objects.filter(pk=taken.pk).update(due_at=None, delivered_at=now, tried_at=now, status=204)
    return {"endpoint": [endpoint.pk], "sent": [endpoint.pk, taken.pk], "sent event": [taken.pk]}
