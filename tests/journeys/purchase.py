"""How somebody buys: basket, checkout, the provider's cashier; and what they do with the order afterwards."""

from dataclasses import asdict
from urllib.parse import urljoin

from escrow.payments.models import Payment
from escrow.states import HoldState
from marketplace.catalog.models import Sku
from marketplace.orders.models import Order
from tests.journeys.person import Page, Person, Sending
from tests.journeys.site import RunningSite
from tests.journeys.stall import Stall
from tests.make import DESTINATION


def put_in_basket(buyer: Person, sku: Sku, quantity: int = 1) -> Page:
    """Put so many pieces into the basket."""
    page = buyer.open("/basket/")
    token = next(control for control in page.forms()[0].written.controls if control.name == "csrfmiddlewaretoken")
    fields = [("csrfmiddlewaretoken", token.values[0]), ("sku", str(sku.pk)), ("quantity", str(quantity))]
    return Sending(buyer, "post", urljoin(page.url, "/basket/"), fields, [], multipart=False, page_url=page.url).send(
        200
    )


def check_out(buyer: Person) -> Page:
    """Give the address, press the button; answers the provider's cashier."""
    page = buyer.open("/checkout/").form("checkout").submit(**asdict(DESTINATION))
    assert "/cashier/" in page.url, page.words
    return page


def place(buyer: Person, *stalls: Stall) -> tuple[Payment, list[Order], Page]:
    """Order one piece at each stall: the payment, the orders as the stalls were given, and the cashier's page."""
    for stall in stalls:
        put_in_basket(buyer, stall.sku)
    cashier = check_out(buyer)
    orders = Order.objects.filter(buyer=buyer.user).select_related("checkout__payment", "hold", "shop").order_by("-pk")
    placed = {order.shop_id: order for order in orders[: len(stalls)]}
    mine = [placed[stall.shop.pk] for stall in stalls]
    return mine[0].checkout.payment, mine, cashier


def buy(site: RunningSite, buyer: Person, *stalls: Stall) -> tuple[Payment, list[Order]]:
    """Order one piece at each stall and pay for all; answers when the money is held."""
    payment, orders, cashier = place(buyer, *stalls)
    back = cashier.form("/pay/").submit()
    assert back.path == f"/buy/payments/{payment.reference}/"
    for order in orders:
        site.until(lambda order=order: state(order) == HoldState.HELD, why="the money is held")
    site.settled()
    return payment, orders


def order_page(buyer: Person, order: Order) -> Page:
    """The order as its buyer sees it."""
    return buyer.open(f"/buy/orders/{order.reference}/")


def state(order: Order) -> str:
    """What has become of the order's money."""
    order.hold.refresh_from_db()
    return order.hold.state
