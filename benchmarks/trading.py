"""What is measured above the books: a flash sale, a receipt confirmed as the view does it, and a whole life."""

from dataclasses import dataclass
from datetime import datetime

from benchmarks import server as bench
from benchmarks import stalls
from benchmarks.loads import BUYER, CONNECTIONS, Bench
from benchmarks.workers import Ran, run
from core.actor import Actor, Role
from escrow.payments.models import Payment
from escrow.payments.news import take_in
from escrow.payments.paying import PaidFor
from escrow.payments.providers.protocol import Charge
from marketplace.orders.actions.accept_payment import kept_at_once
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.models import Basket, Checkout
from marketplace.orders.quote import quote_of

#: Slower acts than a release by far: so many less subjects are enough.
PLACING_SHARE = 5
#: Orders that came before those that are measured, and those of them that are still on their way: a plan made while a
#: table is all but empty reads the whole of it from then on, until autovacuum comes by.
BEFORE, ON_THEIR_WAY = 500, 100
SELLER = Actor(Role.SELLER, 1)


def flash(on: Bench, connections: int) -> Ran:
    """One SKU that everybody wants: quote, reserve, order, payment and hold, a buyer each."""
    baskets = [basket.pk for basket in stalls.baskets(on, [stalls.sku(on)], on.at_most // PLACING_SHARE)]

    def act(basket_id: int) -> object:
        basket = Basket.objects.get(pk=basket_id)
        return _place(basket, quote_of(basket).token, on.now)

    return run(act, baskets, connections=connections, seconds=on.seconds)


def confirm(on: Bench) -> Ran:
    """The buyer's "I have it", from the order's number to the money at the seller."""
    orders = stalls.shipped_orders(on, on.at_most // 2)

    def act(order_id: int) -> object:
        return confirm_receipt(order_id, now=on.now, actor=BUYER)

    return run(act, orders, connections=CONNECTIONS, seconds=on.seconds)


def life(on: Bench) -> Ran:
    """Orders from the button "pay" to the money at the seller, over all shops."""
    lives = lives_of(on, on.at_most // PLACING_SHARE)

    return run(Life.live, lives, connections=CONNECTIONS, seconds=on.seconds)


def lives_of(on: Bench, how_many: int) -> "list[Life]":
    """So many baskets of buyers who were shown what they will pay, on a site where others bought before."""
    skus = [stalls.sku(on, shop) for shop in stalls.shops(on)]
    baskets = stalls.baskets(on, skus, BEFORE + how_many)
    tokens = [quote_of(basket).token for basket in baskets[: len(skus)]]
    lives = [Life(basket, tokens[number % len(skus)], on.now) for number, basket in enumerate(baskets)]
    for number, life in enumerate(lives[:BEFORE]):
        life.begin()
        if number >= ON_THEIR_WAY:
            life.release()
    bench.checkpoint(on.server)
    return lives[BEFORE:]


@dataclass
class Life:
    """One order of one basket, act by act, each as its own request or task would do it."""

    basket: Basket
    token: str
    now: datetime

    def live(self) -> None:
        """All of it, from the button "pay" to the money at the seller."""
        self.begin()
        self.release()

    def begin(self) -> None:
        """As far as the carrier."""
        self.place()
        self.fund()
        self.ship()

    def place(self) -> None:
        """The form of the checkout page is sent."""
        self.checkout = _place(self.basket, self.token, self.now)

    def fund(self) -> None:
        """The provider's news is taken in: recorded and kept."""
        payment = self.checkout.payment
        charge = Charge(f"ch{payment.pk}", payment.reference, payment.amount, payment.currency, self.now)
        take_in(charge, gateway=payment.gateway, now=self.now, pays=self._pays)

    def _pays(self, payment: Payment, now: datetime) -> PaidFor | None:
        """As the site's; an order bears the number of its hold."""
        paid = kept_at_once(payment, now)
        if paid is not None:
            ((hold, _effects),) = paid.holds
            self.order = hold.pk
        return paid

    def ship(self) -> None:
        """The seller hands it over."""
        ship_order(self.order, "SF Express", f"SF{self.order}", now=self.now, actor=SELLER)

    def release(self) -> None:
        """The buyer has it."""
        confirm_receipt(self.order, now=self.now, actor=Actor(Role.BUYER, self.basket.owner_id))


def _place(basket: Basket, token: str, now: datetime) -> Checkout:
    return place_checkout(basket, stalls.HOME, version=1, token=token, key=f"b{basket.pk}", gateway="sandbox", now=now)
