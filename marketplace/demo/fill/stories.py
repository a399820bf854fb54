"""What happens to the demo's orders: each story is one person's purchase, told in days from its beginning.

A story says when people act; what happens when they do not is left to the site's own timers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.actor import Actor, Role
from core.chance import token
from escrow.payments.gateways import available
from marketplace.catalog.models import Sku
from marketplace.demo.fill.director import Director
from marketplace.orders.actions.basket import add_line, basket_of_user
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.destination import Destination
from marketplace.orders.models import Checkout, Order
from marketplace.orders.quote import quote_of
from marketplace.users.models import User

CARRIERS = ("SF Express", "ZTO", "YTO")
REASON = "The last piece broke while packing. 最后一件在打包时碎了。"


@dataclass(frozen=True, slots=True)
class Buyer:
    """A buyer and where their parcels go."""

    user: User
    home: Destination


@dataclass(frozen=True, slots=True)
class Plan:
    """When people act, in days from placing; None means never. `parcel` is what the courier reports in the end.

    `end` is "confirm" (after `confirm` days), or "silence". `cancel_by` and `cancel` end it before it is shipped.
    """

    pay: float | None = 0.01
    amount: int | None = None
    pack: float | None = None
    ship: float | None = None
    arrive: float | None = None
    parcel: str = "delivered"
    confirm: float | None = None
    extend: float | None = None
    cancel: float | None = None
    cancel_by: Role = Role.BUYER
    reject_refund: bool = False


class Purchase:
    """One checkout of one buyer, followed to wherever its plan goes."""

    def __init__(self, director: Director, buyer: Buyer, goods: Sequence[tuple[Sku, int]], plan: Plan) -> None:
        self.director = director
        self.buyer = buyer
        self.goods = goods
        self.plan = plan

    def begin(self, at: datetime) -> None:
        """Set down everything that people will do."""
        self.director.at(at, self._place)
        steps: list[tuple[float | None, Callable[[datetime], object]]] = [
            (self.plan.pay, self._pay),
            (self.plan.pack, self._each(self._pack)),
            (self.plan.cancel, self._each(self._cancel)),
            (self.plan.ship, self._each(self._ship)),
            (self.plan.arrive, self._each(self._arrive)),
            (self.plan.extend, self._each(self._extend)),
            (self.plan.confirm, self._each(self._confirm)),
        ]
        for days, act in steps:
            if days is not None:
                self.director.at(at + timedelta(days=days), act)

    def _place(self, now: datetime) -> None:
        basket = basket_of_user(self.buyer.user, now=now)
        for sku, quantity in self.goods:
            add_line(basket, sku.pk, quantity, now=now)
        basket.refresh_from_db()
        self.checkout: Checkout = place_checkout(
            basket,
            self.buyer.home,
            version=basket.version,
            token=quote_of(basket).token,
            key=token(16),
            gateway=available()[0],
            now=now,
        )

    def _pay(self, now: datetime) -> None:
        self.director.provider.pay(self.checkout.payment, amount=self.plan.amount)

    def _each(self, act: Callable[[Order, datetime], object]) -> Callable[[datetime], None]:
        def on_every_order(now: datetime) -> None:
            for order in self.checkout.orders.select_related("shop", "hold").order_by("id"):
                act(order, now)

        return on_every_order

    def _pack(self, order: Order, now: datetime) -> None:
        start_packing(order.pk, now=now, actor=_seller(order))

    def _ship(self, order: Order, now: datetime) -> None:
        carrier = CARRIERS[order.pk % len(CARRIERS)]
        ship_order(order.pk, carrier, f"DB{order.reference.replace('-', '')}", now=now, actor=_seller(order))

    def _arrive(self, order: Order, now: datetime) -> None:
        parcel = order.shipment
        self.director.provider.move_parcel(parcel.carrier, parcel.number, self.plan.parcel)
        record_parcel_event(parcel.pk, self.plan.parcel, now, now=now)

    def _extend(self, order: Order, now: datetime) -> None:
        extend_window(order.pk, now=now, actor=Actor(Role.BUYER, order.buyer_id))

    def _confirm(self, order: Order, now: datetime) -> None:
        confirm_receipt(order.pk, now=now, actor=Actor(Role.BUYER, order.buyer_id))

    def _cancel(self, order: Order, now: datetime) -> None:
        if self.plan.reject_refund:
            self.director.provider.control(reject_next_refund=True)
        by_seller = self.plan.cancel_by is Role.SELLER
        actor = _seller(order) if by_seller else Actor(Role.BUYER, order.buyer_id)
        cancel_order(order.pk, now=now, actor=actor, reason=REASON if by_seller else "")


def _seller(order: Order) -> Actor:
    return Actor(Role.SELLER, order.shop.owner_id)
