"""Buyers fill a basket and pay: at once, late, twice, too little, or never."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings

from escrow.payments.models import Payment
from marketplace.coupons import rules
from marketplace.coupons.codes import Typed
from marketplace.orders.actions.ask_about_payment import ask_about_payment
from marketplace.orders.actions.basket import add_line, basket_of_user
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.models import Checkout
from marketplace.orders.quote import Quote, quote_of
from marketplace.simulation.chance import Chance
from marketplace.simulation.failure import Disagreement
from marketplace.simulation.habits import disputing, giving, selling, transferring
from marketplace.simulation.habits.deal import Deal
from marketplace.simulation.happening import Doing
from marketplace.simulation.model.coupons import Taking
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
        self.by_transfer = world.wanted.chance("way", number).likely(transferring.SHARE)
        self.form: Callable[[], Checkout] | None = None
        self.checkout: Checkout | None = None
        #: What is asked of each shop, and taken of coupons, as the form says.
        self.ordered: dict[int, Ordered] = {}
        self.taking: Taking = {}

    def begin_at(self, at: datetime) -> None:
        self.world.at(at, Doing("place", "buyer", self._place, self._placed, self.buyer.clicks))

    def _goods(self, stall: Stall) -> list[tuple[Goods, int]]:
        some = self.chance.sample(stall.goods, self.chance.choice((1, 1, 2)))
        return [(goods, self.chance.choice((1, 1, 1, 2, 3))) for goods in some]

    def _place(self) -> None:
        """A second click sends the same form again."""
        if self.form is None:
            self.form = self._filled()
        for shop, ordered in self.ordered.items():
            self.world.model.means("place", shop, what=(ordered, self.taking))
        self.checkout = self.form()

    def _filled(self) -> Callable[[], Checkout]:
        """Put what is wanted into the basket, type the codes one knows, and look at what it costs. Codes that do not
        count are left out.
        """
        now = self.world.now
        basket = basket_of_user(self.buyer.user, now=now)
        if basket.lines.exists():
            basket.lines.all().delete()
        for _stall, goods in self.wanted.values():
            for one, pieces in goods:
                add_line(basket, one.sku, pieces, now=now)
        basket.refresh_from_db()
        quote = quote_of(basket, Typed.read(self._typed(now), now))
        self._compare(quote)
        return partial(
            place_checkout,
            basket,
            self.buyer.home,
            version=basket.version,
            token=quote.token,
            coupons=[*self.taking],
            key=f"purchase-{self.number}",
            gateway="bank_transfer" if self.by_transfer else "sandbox",
            now=now,
        )

    def _typed(self, now: datetime) -> list[str]:
        """The codes, and what the model says of them and of the price."""
        parts = {}
        for shop, (stall, lines) in self.wanted.items():
            goods = sum(one.price * pieces for one, pieces in lines)
            parts[shop] = (goods, stall.sending(goods))
        codes = giving.codes_typed(self.world, self.world.wanted.chance("codes", self.number), [*parts])
        if codes:
            self.world.checks.after_step()  # the model knows by now what was given back
        coupons = self.world.model.coupons
        self.taking = coupons.counting(codes, self.buyer.user.pk, rules.day_of(now), parts)
        self.ordered = {
            shop: Ordered(
                goods - coupons.off(self.taking, shop, platform=False),
                shipping,
                settings.FEE_RATE,
                settings.CURRENCY,
                coupons.off(self.taking, shop, platform=True),
            )
            for shop, (goods, shipping) in parts.items()
        }
        return codes

    def _compare(self, quote: Quote) -> None:
        """Raises Disagreement when the site counts other coupons, or asks for another price. A shop may have stopped
        selling.
        """
        if quote.problems:
            return
        counting = {off.coupon.code for off in quote.discounts.offs}
        asks = {order.shop.pk: order.total.minor for order in quote.orders}
        known = {shop: one.goods + one.shipping - one.discount for shop, one in self.ordered.items()}
        if counting != self.taking.keys() or asks != known:
            said = f"purchase {self.number}: {sorted(counting)} {asks}, must be {sorted(self.taking)} {known}"
            raise Disagreement("price differs", said)

    def _placed(self) -> None:
        checkout = self.checkout
        if checkout is None:
            return
        self.payment = Payment.objects.get(pk=checkout.payment_id)
        after = 0.0
        if self.by_transfer:
            after = transferring.pay(self.world, self.number, self.buyer.user.name, self.payment, self.paying)
        else:
            self._pay_as_one_does()
        for order, shop in checkout.orders.order_by("pk").values_list("pk", "shop_id"):
            stall, _goods = self.wanted[shop]
            own = self.world.wanted.chance("deal", self.number, shop)
            selling.begin(Deal(self.world, own, order, self.buyer, stall, self.ordered[shop]), self.paying, after)

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
