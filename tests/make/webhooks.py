"""Endpoints of the tests, and events on their way to them."""

from collections.abc import Sequence
from datetime import datetime

from core.actor import Actor, Role
from core.effects import Effects, Message, write
from core.models import OutboxMessage
from marketplace.catalog.models import Shop
from marketplace.orders.models import Order
from marketplace.webhooks.actions.add_endpoint import add_endpoint
from marketplace.webhooks.addresses import read_address
from marketplace.webhooks.events import tell_programs
from marketplace.webhooks.models import Delivery, Endpoint, Kind
from tests.make import catalog
from tests.make.baskets import placed_order

EVERY = tuple(Kind.values)


def owner_of(shop: Shop) -> Actor:
    """The shop's owner, acting."""
    return Actor(Role.SELLER, shop.owner_id)


def endpoint(
    shop: Shop | None = None,
    url: str = "https://hooks.example.org/danbao",
    *,
    kinds: Sequence[str] = EVERY,
    description: str = "",
    now: datetime = catalog.NOW,
) -> Endpoint:
    """An endpoint of `shop`, or of one of its own. Nobody looks where its name leads."""
    shop = shop or catalog.shop(now=now)
    return add_endpoint(shop, read_address(url), description=description, kinds=kinds, now=now, actor=owner_of(shop))


def told(order: Order, topic: str, now: datetime, *, once: str = "", **payload: object) -> OutboxMessage:
    """An outbox message about an order, told to the programs of its shop."""
    key = f"{topic}:{order.pk}:{once}"
    write(Effects(messages=(Message(order.shop_id, key, topic, {"order": order.pk, **payload}),)), now=now)
    message = OutboxMessage.objects.get(book_id=order.shop_id, key=key)
    tell_programs(message, now)
    return message


def delivery(to: Endpoint, *, now: datetime = catalog.NOW, topic: str = "order.packed") -> Delivery:
    """An event about an order of the shop, on its way to `to`."""
    sku = catalog.sku(catalog.listing(to.shop, now=now))
    told(placed_order(sku=sku, now=now), topic, now)
    return Delivery.objects.filter(endpoint=to).latest("pk")
