"""What happens to the demo's orders: each story is one person's purchase, told in days from its beginning.

A story says when people act; what happens when they do not is left to the site's own timers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.actor import Actor, Role
from core.chance import token
from marketplace.catalog.models import Sku
from marketplace.coupons.codes import Typed
from marketplace.demo.fill.director import Director
from marketplace.demo.fill.people import Buyer
from marketplace.orders.actions.ask_about_payment import ask_about_payment
from marketplace.orders.actions.basket import add_line, basket_of_user
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.models import Checkout, Order
from marketplace.orders.quote import quote_of

CARRIERS = ("SF Express", "ZTO", "YTO")
REASON = "The last piece broke while packing. 最后一件在打包时碎了。"


@dataclass(frozen=True, slots=True)
class Plan:
    """When people act, in days from placing; None means never. `parcel` is what the courier reports in the end.

    `amount` is what is paid instead of what was asked, `gateway` how, if not by the first way there is; `cancel_by` and
    `cancel` end it before it is shipped.
    """

    pay: float | None = 0.01
    amount: int | None = None
    gateway: str = ""
    pack: float | None = None
    ship: float | None = None
    arrive: float | None = None
    parcel: str = "delivered"
    confirm: float | None = None
    extend: float | None = None
    cancel: float | None = None
    cancel_by: Role = Role.BUYER
    reject_refund: bool = False
    note: str = ""


class Purchase:
    """One checkout of one buyer, followed to wherever its plan goes."""

    def __init__(
        self, director: Director, buyer: Buyer, goods: Sequence[tuple[Sku, int]], plan: Plan, codes: Sequence[str] = ()
    ) -> None:
        """`codes` are those of coupons."""
        self.director = director
        self.buyer = buyer
        self.goods = goods
        self.plan = plan
        self.codes = codes

    def begin(self, at: datetime) -> None:
        """Set down everything that people will do."""
        steps: list[tuple[float | None, Callable[[datetime], object]]] = [
            (0, self._place),
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

    def orders(self) -> list[Order]:
        """What was placed, as it stands now."""
        return list(self.checkout.orders.select_related("shop", "hold", "shipment").order_by("id"))

    def _place(self, now: datetime) -> None:
        basket = basket_of_user(self.buyer.user, now=now)
        for sku, quantity in self.goods:
            add_line(basket, sku.pk, quantity, now=now)
        basket.refresh_from_db()
        quote = quote_of(basket, Typed.read(self.codes, now))
        self.checkout: Checkout = place_checkout(
            basket,
            self.buyer.home,
            version=basket.version,
            token=quote.token,
            key=token(16),
            gateway=self.plan.gateway,
            notes={part.shop.pk: self.plan.note for part in quote.orders if self.plan.note},
            now=now,
            coupons=self.codes,
        )

    def _pay(self, now: datetime) -> None:
        """At the cashier; and then the buyer comes back to us, who ask what became of it."""
        self.director.provider.pay(self.checkout.payment, now=now, amount=self.plan.amount)
        ask_about_payment(self.checkout.payment, now=now)

    def _each(self, act: Callable[[Order, datetime], object]) -> Callable[[datetime], None]:
        def on_every_order(now: datetime) -> None:
            for order in self.orders():
                act(order, now)

        return on_every_order

    def _pack(self, order: Order, now: datetime) -> None:
        start_packing(order.pk, now=now, actor=seller_of(order))

    def _ship(self, order: Order, now: datetime) -> None:
        carrier = CARRIERS[order.pk % len(CARRIERS)]
        ship_order(order.pk, carrier, f"DB{order.reference.replace('-', '')}", now=now, actor=seller_of(order))

    def _arrive(self, order: Order, now: datetime) -> None:
        parcel = order.shipment
        self.director.provider.move_parcel(parcel.carrier, parcel.number, self.plan.parcel, now=now)
        record_parcel_event(parcel.pk, self.plan.parcel, now, now=now)

    def _extend(self, order: Order, now: datetime) -> None:
        extend_window(order.pk, now=now, actor=buyer_of(order))

    def _confirm(self, order: Order, now: datetime) -> None:
        confirm_receipt(order.pk, now=now, actor=buyer_of(order))

    def _cancel(self, order: Order, now: datetime) -> None:
        if self.plan.reject_refund:
            self.director.provider.control(reject_next_refund=True)
        by_seller = self.plan.cancel_by is Role.SELLER
        actor = seller_of(order) if by_seller else buyer_of(order)
        cancel_order(order.pk, now=now, actor=actor, reason=REASON if by_seller else "")


def seller_of(order: Order) -> Actor:
    return Actor(Role.SELLER, order.shop.owner_id)


def buyer_of(order: Order) -> Actor:
    return Actor(Role.BUYER, order.buyer_id)
