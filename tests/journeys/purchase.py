"""How somebody buys: basket, checkout, the provider's cashier; and what they do with the order afterwards."""

from dataclasses import asdict
from functools import partial

from escrow.payments.models import Payment
from escrow.states import HoldState
from marketplace.catalog.models import Sku
from marketplace.orders.models import Order, ShipmentEvent
from tests.journeys.person import Page, Person
from tests.journeys.site import RunningSite
from tests.journeys.stall import Stall
from tests.make import DESTINATION


def put_in_basket(buyer: Person, sku: Sku, quantity: int = 1) -> Page:
    """Put so many pieces into the basket."""
    page = buyer.open(f"/l/{sku.listing_id}/goods/")
    return page.form("/basket/$", "Put in basket").submit(button="Put in basket", quantity=quantity)


def check_out(buyer: Person) -> Page:
    """Give the address, press the button; answers the provider's cashier."""
    page = buyer.open("/checkout/").form("checkout").submit(button="Buy", **asdict(DESTINATION))
    assert "/cashier/" in page.url, page.words
    return page


def place(buyer: Person, *stalls: Stall) -> tuple[Payment, list[Order], Page]:
    """Order one piece at each stall: the payment, the orders as the stalls were given, and the cashier's page."""
    for stall in stalls:
        put_in_basket(buyer, stall.sku)
    cashier = check_out(buyer)
    orders = Order.objects.filter(buyer=buyer.user).select_related("checkout__payment", "hold", "shop")
    newest = orders.order_by("-placed_at")[: len(stalls)]
    placed = {order.shop_id: order for order in newest}
    mine = [placed[stall.shop.pk] for stall in stalls]
    return mine[0].checkout.payment, mine, cashier


def buy(site: RunningSite, buyer: Person, *stalls: Stall) -> tuple[Payment, list[Order]]:
    """Order one piece at each stall and pay for all; answers when the money is held."""
    payment, orders, cashier = place(buyer, *stalls)
    back = cashier.form("/pay/").submit()
    assert back.path == f"/buy/payments/{payment.reference}/"
    for order in orders:
        site.until(partial(_is_held, order), why="the money is held")
    site.settled()
    return payment, orders


def _is_held(order: Order) -> bool:
    return state(order) == HoldState.HELD


def order_page(buyer: Person, order: Order) -> Page:
    """The order as its buyer sees it."""
    return buyer.open(f"/buy/orders/{order.reference}/")


def state(order: Order) -> str:
    """What has become of the order's money."""
    order.hold.refresh_from_db()
    return order.hold.state


def report(site: RunningSite, order: Order, number: str, event: str) -> None:
    """The courier reports `event` about the parcel; answers when both sides have been told."""
    site.settled()
    site.sandbox.parcel("sf-express", number, event)
    happened = ShipmentEvent.objects.filter(shipment__order=order, type=event)
    site.until(happened.exists, why=f"the courier's {event}")
    site.settled()


def deliver(site: RunningSite, order: Order, number: str) -> None:
    """The parcel arrives."""
    report(site, order, number, "delivered")


def confirm(buyer: Person, order: Order) -> Page:
    """The buyer is content."""
    return order_page(buyer, order).form("receipt").submit()
