"""What is measured above the books: a flash sale, and a receipt confirmed as the view does it."""

from itertools import count

from benchmarks import server as bench
from benchmarks.loads import BUYER, CONNECTIONS, SHOPS, Bench
from benchmarks.workers import Ran, run
from marketplace.catalog.actions.create_listing import create_listing
from marketplace.catalog.actions.open_shop import open_shop
from marketplace.catalog.actions.publish_listing import publish_listing
from marketplace.catalog.models import Shop, Sku
from marketplace.orders import policy
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.destination import Destination
from marketplace.orders.models import Basket, BasketLine, Checkout, Fulfilment, Order, Shipment
from marketplace.orders.quote import quote_of
from marketplace.users.models import User

TABLES = ("users_user", "catalog_sku", "orders_basket", "orders_basketline", "orders_checkout", "orders_order")
HOME = Destination("Lin Yue", "138 0000 1234", "Zhejiang, Hangzhou, Xihu", "Wener Road 12, flat 3")

#: Slower acts than a release by far: so many less subjects are enough.
PLACING_SHARE = 10
PRICE = 11_800

_numbers = count(1)


def flash(on: Bench, connections: int) -> Ran:
    """One SKU that everybody wants: quote, reserve, order, payment and hold, a buyer each."""
    baskets = _baskets(on, _sku(on), on.at_most // PLACING_SHARE)

    def act(basket_id: int) -> object:
        basket = Basket.objects.get(pk=basket_id)
        token = quote_of(basket).token
        return place_checkout(basket, HOME, version=1, token=token, key=f"b{basket_id}", gateway="sandbox", now=on.now)

    return run(act, baskets, connections=connections, seconds=on.seconds)


def confirm(on: Bench) -> Ran:
    """The buyer's "I have it", from the order's number to the money at the seller."""
    orders = _shipped_orders(on, on.at_most // 2)

    def act(order_id: int) -> object:
        return confirm_receipt(order_id, now=on.now, actor=BUYER)

    return run(act, orders, connections=CONNECTIONS, seconds=on.seconds)


def _people(how_many: int) -> list[User]:
    names = [f"buyer{next(_numbers)}@example.org" for _number in range(how_many)]
    return User.objects.bulk_create(User(email=name, name="Lin Yue", password="!") for name in names)  # noqa: S106 - nobody signs in


def _shop(on: Bench) -> Shop:
    (owner,) = _people(1)
    return open_shop(
        owner, name=f"Tea house {next(_numbers)}", region="Jingmai, Yunnan", shipping_price=1_000, now=on.now
    )


def _sku(on: Bench) -> Sku:
    listing = create_listing(_shop(on), title="Jingmai cake", price=PRICE, stock=10**6, now=on.now)
    publish_listing(listing, now=on.now)
    return listing.skus.get()


def _baskets(on: Bench, sku: Sku, how_many: int) -> list[int]:
    baskets = Basket.objects.bulk_create(
        Basket(owner=person, version=1, changed_at=on.now) for person in _people(how_many)
    )
    BasketLine.objects.bulk_create(
        BasketLine(basket=basket, sku=sku, quantity=1, seen_price=PRICE) for basket in baskets
    )
    bench.checkpoint(on.server, *TABLES)
    return [basket.pk for basket in baskets]


def _shipped_orders(on: Bench, how_many: int) -> list[int]:
    """Orders with their parcel, over fresh deals of the shops."""
    while Shop.objects.count() < SHOPS:
        _shop(on)
    shops = list(Shop.objects.order_by("pk")[:SHOPS])
    deals = on.deals(how_many, books=[shop.pk for shop in shops])
    (buyer,) = _people(1)
    promised = policy.current(shops[0], hold_cap=180 * 86_400).stored()
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
            shop=shops[number % SHOPS],
            buyer=buyer,
            hold_id=hold,
            fulfilment=Fulfilment.PARCEL,
            currency="CNY",
            policy=promised,
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
