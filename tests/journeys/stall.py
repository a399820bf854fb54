"""A seller with a shop and one thing on its shelf, who works through the pages below `/sell/`."""

from dataclasses import dataclass
from itertools import count

from marketplace.catalog.models import Shop, Sku
from marketplace.orders.models import Order
from tests import make
from tests.journeys.person import Page, Person
from tests.journeys.site import RunningSite

_numbers = count(1)


@dataclass(frozen=True)
class Stall:
    """Who sells, where, what."""

    seller: Person
    shop: Shop
    sku: Sku

    def order(self, order: Order) -> Page:
        """The order as the seller sees it."""
        return self.seller.open(f"/sell/orders/{order.reference}/")

    def pack(self, order: Order) -> Page:
        return self.order(order).form("packing").submit()

    def ship(self, order: Order, carrier: str = "SF Express") -> str:
        """Hand the parcel over; answers its tracking number."""
        number = f"SF{next(_numbers):010d}"
        self.order(order).follow(to="shipment").form("shipment").submit(carrier=carrier, number=number)
        return number

    def cancel(self, order: Order, reason: str) -> Page:
        return self.order(order).follow(to="cancellation").form("cancellation").submit(reason=reason)

    def name_account(self, number: str) -> Page:
        """Say where the money goes; endings of `number` choose what its bank does."""
        page = self.money().follow(to="/sell/money/account/")
        return page.form("/sell/money/account/").submit(bank="Farmers’ Bank", holder="Wang Hong", number=number)

    def money(self) -> Page:
        return self.seller.open("/sell/money/")

    def pay_out(self) -> Page:
        """Have sent what the page proposes: all that is available."""
        return self.money().form("payout").submit()

    def left(self) -> tuple[int, int]:
        """(on the shelf, set aside for orders), in pieces."""
        self.sku.refresh_from_db()
        return self.sku.stock, self.sku.reserved


def stall(site: RunningSite, name: str, *, price: int = 11_800, shipping: int = 1_000, stock: int = 10) -> Stall:
    """Open one. `price` and `shipping` in minor units."""
    seller = site.person(name)
    shop = make.shop(seller.user, name=f"{name}’s stall {next(_numbers)}", shipping_price=shipping, now=site.now)
    return Stall(seller, shop, make.sku(make.listing(shop, price=price, stock=stock, now=site.now)))
