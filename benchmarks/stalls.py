"""Shops, people, baskets and shipped orders, ready for the loads of trading."""

from collections.abc import Sequence
from itertools import count

from benchmarks import server as bench
from benchmarks.loads import SHOPS, Bench
from marketplace.catalog.actions.create_listing import create_listing
from marketplace.catalog.actions.open_shop import open_shop
from marketplace.catalog.actions.publish_listing import publish_listing
from marketplace.catalog.models import Shop, Sku
from marketplace.orders import policy
from marketplace.orders.destination import Destination
from marketplace.orders.models import Basket, BasketLine, Checkout, Fulfilment, Order, Shipment, StoredPolicy
from marketplace.users.models import User

TABLES = ("users_user", "catalog_sku", "orders_basket", "orders_basketline", "orders_checkout", "orders_order")
HOME = Destination("Lin Yue", "138 0000 1234", "Zhejiang, Hangzhou, Xihu", "Wener Road 12, flat 3")
PRICE = 11_800

_numbers = count(1)


def sku(on: Bench, shop: Shop | None = None) -> Sku:
    """A tea that does not run out, in a shop of its own unless one is named."""
    listing = create_listing(shop or _shop(on), title="Jingmai cake", price=PRICE, stock=10**6, now=on.now)
    publish_listing(listing, now=on.now)
    return listing.skus.get()


def baskets(on: Bench, skus: Sequence[Sku], how_many: int) -> list[Basket]:
    """A buyer's basket each, with one piece of one of the `skus` in turn."""
    made = Basket.objects.bulk_create(
        Basket(owner=person, version=1, changed_at=on.now) for person in _people(how_many)
    )
    BasketLine.objects.bulk_create(
        BasketLine(basket=basket, sku=skus[number % len(skus)], quantity=1, seen_price=PRICE)
        for number, basket in enumerate(made)
    )
    bench.checkpoint(on.server, *TABLES)
    return made


def shops(on: Bench) -> list[Shop]:
    """As many shops as the books of the deals."""
    while Shop.objects.count() < SHOPS:
        _shop(on)
    return list(Shop.objects.order_by("pk")[:SHOPS])


def shipped_orders(on: Bench, how_many: int) -> list[int]:
    """Orders with their parcel, over fresh deals of the shops."""
    sellers = shops(on)
    deals = on.deals(how_many, books=[shop.pk for shop in sellers])
    (buyer,) = _people(1)
    promised = policy.current(sellers[0], "sandbox")
    StoredPolicy.objects.get_or_create(pk=promised.number, defaults={"content": promised.stored()})
    holds = [deals.hold(number) for number in range(how_many)]
    Checkout.objects.bulk_create(
        Checkout(id=hold, buyer=buyer, payment_id=deals.payment(number), basket_version=1, placed_at=on.now)
        for number, hold in enumerate(holds)
    )
    Order.objects.bulk_create(
        Order(
            id=hold,
            reference=str(hold),
            checkout_id=hold,
            shop=sellers[number % SHOPS],
            buyer=buyer,
            hold_id=hold,
            fulfilment=Fulfilment.PARCEL,
            currency="CNY",
            policy_id=promised.number,
            placed_at=on.now,
            **HOME.fields(),
        )
        for number, hold in enumerate(holds)
    )
    Shipment.objects.bulk_create(
        Shipment(
            id=hold,
            order_id=hold,
            carrier="SF Express",
            carrier_code="sf-express",
            number=f"SF{hold}",
            shipped_at=on.now,
        )
        for hold in holds
    )
    bench.checkpoint(on.server, *TABLES)
    return holds


def _people(how_many: int) -> list[User]:
    names = [f"buyer{next(_numbers)}@example.org" for _number in range(how_many)]
    return User.objects.bulk_create(User(email=name, name="Lin Yue", password="!") for name in names)  # noqa: S106 - nobody signs in


def _shop(on: Bench) -> Shop:
    (owner,) = _people(1)
    return open_shop(
        owner, name=f"Tea house {next(_numbers)}", region="Jingmai, Yunnan", shipping_price=1_000, now=on.now
    )
