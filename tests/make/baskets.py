"""Baskets and checkouts of the tests, made by the same actions as a person's clicks."""

from collections.abc import Mapping
from datetime import datetime
from itertools import count

from core.kept import Kept
from marketplace.catalog.models import Sku
from marketplace.coupons.codes import Typed
from marketplace.orders.actions import basket as baskets
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.destination import Destination
from marketplace.orders.models import Basket, Checkout, Order
from marketplace.orders.quote import quote_of
from marketplace.users.models import User
from tests.make import catalog
from tests.make.users import user

_numbers = count(1)
_AS_IT_STANDS = Kept(
    "tests_order",
    lambda number: Order.objects.select_related("hold", "shop", "shipment", "checkout__payment").filter(pk=number),
    int,
)

DESTINATION = Destination("Lin Yue", "138 0000 1234", "Zhejiang, Hangzhou, Xihu", "Wener Road 12, flat 3")


def basket(
    buyer: User | None = None, wanted: Mapping[Sku, int] | None = None, *, now: datetime = catalog.NOW
) -> Basket:
    """A basket with so many of each SKU; by default one cake of tea."""
    made = baskets.basket_of_user(buyer or user(), now=now)
    for sku, quantity in (wanted or {catalog.sku(): 1}).items():
        baskets.add_line(made, sku.pk, quantity, now=now)
    made.refresh_from_db()
    return made


def checkout(of: Basket | None = None, *, now: datetime = catalog.NOW, key: str = "", coupons: str = "") -> Checkout:
    """A basket, placed with these codes."""
    of = of or basket(now=now)
    return place_checkout(
        of,
        DESTINATION,
        version=of.version,
        token=quote_of(of, Typed.read(coupons, now)).token,
        coupons=coupons,
        key=key or f"form-{next(_numbers)}",
        gateway="sandbox",
        now=now,
    )


def placed_order(*, buyer: User | None = None, sku: Sku | None = None, now: datetime = catalog.NOW) -> Order:
    """An order that waits for its payment: 118.00 for a cake of tea, 10.00 for sending it."""
    return read(checkout(basket(buyer, {sku or catalog.sku(): 1}, now=now), now=now).orders.get())


def read(order: Order) -> Order:
    """The order as it stands now."""
    found = _AS_IT_STANDS.first(order.pk)
    assert found is not None
    return found
