"""Buyers fill a basket and pay: at once, late, twice, too little, or never."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from escrow.payments.gateways import available
from escrow.payments.models import Payment
from marketplace.orders.actions.ask_about_payment import ask_about_payment
from marketplace.orders.actions.basket import add_line, basket_of_user
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.models import Checkout
from marketplace.orders.quote import quote_of
from marketplace.simulation.chance import Chance
from marketplace.simulation.habits import disputing, selling
from marketplace.simulation.habits.deal import Deal
from marketplace.simulation.happening import Doing
from marketplace.simulation.model.facts import Ordered
from marketplace.simulation.people import Goods, Stall
from marketplace.simulation.world import World

#: How a payment is made, with shares.
PAYING = {"pays": 86, "never": 5, "late": 3, "twice": 3, "short": 2, "under another reference": 1}
NOTIFY = "/hooks/payments/sandbox/"


def begin(world: World) -> None:
    """Spread the purchases over the days, a little more of them towards the end of each."""
    for number in range(world.wanted.orders):
        if world.wanted.only is None or number in world.wanted.only:
            chance = world.wanted.chance("purchase", number)
            at = world.now + timedelta(days=world.wanted.days * chance.random())
            Purchase(world, chance, number).begin_at(at.replace(microsecond=0))


class Purchase:
    """One checkout, of one or two shops."""

    def __init__(self, world: World, chance: Chance, number: int) -> None:
        self.world = world
        self.chance = chance
        self.number = number
        self.buyer = chance.choice(world.cast.buyers)
        stalls = chance.sample(world.cast.stalls, 2 if len(world.cast.stalls) > 1 and chance.likely(0.12) else 1)
        self.wanted = {stall.shop: (stall, self._goods(stall)) for stall in stalls}
        self.paying = chance.among(PAYING)
        self.form: Callable[[], Checkout] | None = None
        self.checkout: Checkout | None = None

    def begin_at(self, at: datetime) -> None:
        self.world.at(at, Doing("place", "buyer", self._place, self._placed, self.buyer.clicks))

    def _goods(self, stall: Stall) -> list[tuple[Goods, int]]:
        some = self.chance.sample(stall.goods, self.chance.choice((1, 1, 2)))
        return [(goods, self.chance.choice((1, 1, 1, 2, 3))) for goods in some]

    def _place(self) -> None:
        """A second click sends the same form again."""
        if self.form is None:
            self.form = self._filled()
        for shop, ordered in self._ordered().items():
            self.world.model.means("place", shop, what=ordered)
        self.checkout = self.form()

    def _filled(self) -> Callable[[], Checkout]:
        """Put what is wanted into the basket, and look at what it costs."""
        now = self.world.now
        basket = basket_of_user(self.buyer.user, now=now)
        if basket.lines.exists():
            basket.lines.all().delete()
        for _stall, goods in self.wanted.values():
            for one, pieces in goods:
                add_line(basket, one.sku, pieces, now=now)
        basket.refresh_from_db()
        return partial(
            place_checkout,
            basket,
            self.buyer.home,
            version=basket.version,
            token=quote_of(basket).token,
            key=f"purchase-{self.number}",
            gateway=available()[0],
            now=now,
        )

    def _ordered(self) -> dict[int, Ordered]:
        """What the model must know of each part."""
        found = {}
        for shop, (stall, lines) in self.wanted.items():
            goods = sum(one.price * pieces for one, pieces in lines)
            found[shop] = Ordered(goods, stall.sending(goods), settings.FEE_RATE, settings.CURRENCY)
        return found

    def _placed(self) -> None:
        checkout = self.checkout
        if checkout is None:
            return
        self.payment = Payment.objects.get(pk=checkout.payment_id)
        self._pay_as_one_does()
        ordered = self._ordered()
        for order, shop in checkout.orders.order_by("pk").values_list("pk", "shop_id"):
            stall, _goods = self.wanted[shop]
            own = self.world.wanted.chance("deal", self.number, shop)
            selling.begin(Deal(self.world, own, order, self.buyer, stall, ordered[shop]), self.paying)

    def _pay_as_one_does(self) -> None:
        amount, draw = self.payment.amount, self.chance.random()
        soon = 0.02 + draw * (20 if self.buyer.manner == "slow" else 1)
        under = f"nobody-{self.number}" if self.paying == "under another reference" else self.payment.reference
        match self.paying:
            case "never":
                return
            case "late":
                soon = 24.5 + 40 * draw
            case "short":
                amount = max(1, amount - 100)
            case "twice":
                self._pays(soon + draw, amount, under)
        self._pays(soon, amount, under)
        disputing.begin(self.world, self.number, under, soon, len(self.wanted))

    def _pays(self, hours: float, amount: int, reference: str) -> None:
        """At the cashier; half of the buyers come back to us, who ask what became of it."""
        act = partial(
            self.world.provider.charge, reference, amount, self.payment.currency, f"{settings.SITE_URL}{NOTIFY}"
        )
        then = self._come_back if self.chance.likely(0.5) else None
        self.world.at(self.world.now + timedelta(hours=hours), Doing("pay", "buyer", act, then))

    def _come_back(self) -> None:
        self.world.at(self.world.now, Doing("come back", "buyer", self._ask))

    def _ask(self) -> None:
        ask_about_payment(self.payment, now=self.world.now)
