"""Shops leave a deposit, top it up when something was taken of it, and some close: then it comes back."""

from datetime import timedelta
from functools import partial

from django.conf import settings

from core.errors import DomainError
from marketplace.catalog.actions.close_shop import ask_for_deposit, close_shop
from marketplace.catalog.actions.pay_deposit import pay_deposit
from marketplace.catalog.actions.take_down_listing import take_down_listing
from marketplace.catalog.models import Listing, ListingState, Shop
from marketplace.simulation.chance import Chance
from marketplace.simulation.habits import disputing
from marketplace.simulation.habits.fetching import Fetching
from marketplace.simulation.happening import Act, Doing
from marketplace.simulation.model.books import Account
from marketplace.simulation.model.facts import Payment
from marketplace.simulation.people import Stall
from marketplace.simulation.world import World

#: The shares of shops that leave a deposit, and of those that close.
LEAVE, CLOSE = 0.6, 0.25
SUMS = (20_000, 50_000)
DAY = 24


def begin(world: World) -> None:
    for stall in world.cast.stalls:
        chance = world.wanted.chance("depositing", stall.shop)
        if chance.likely(LEAVE):
            Depositing(world, stall, chance).begin()
        if chance.likely(CLOSE):
            hours = DAY * chance.between(0.1, 0.4) * world.wanted.days
            _seller(world, hours, "stop selling", partial(_stop_selling, world, stall), partial(_leave, world, stall))


def _seller(world: World, hours: float, what: str, act: Act, then: Act | None = None) -> None:
    world.at(world.now + timedelta(hours=hours), Doing(what, "seller", act, then))


class Depositing:
    """A shop's deposit, looked at every week."""

    def __init__(self, world: World, stall: Stall, chance: Chance) -> None:
        self.world = world
        self.stall = stall
        self.chance = chance
        self.wanted = chance.choice(SUMS)
        self.payment: Payment | None = None

    def begin(self) -> None:
        self._looks(1 + 40 * self.chance.random())

    def _looks(self, hours: float) -> None:
        _seller(self.world, hours, "pay deposit", self._open, self._opened)

    def _open(self) -> None:
        """What is missing of it, if anything is."""
        self.payment = None
        missing = self.wanted - self.world.model.books.balances[Account("deposit", self.stall.shop)]
        if missing <= 0:
            return
        shop, now = Shop.objects.get(pk=self.stall.shop), self.world.now
        made = pay_deposit(shop, missing, gateway="sandbox", now=now, actor=self.stall.keeper)
        self.payment = Payment(made.reference, made.amount, made.currency, deposit_of=self.stall.shop)
        self.world.model.deposit_opened(made.pk, self.payment)

    def _opened(self) -> None:
        """Most pay at once; some not at all."""
        self._looks(7 * DAY)
        payment = self.payment
        if payment is None or not self.chance.likely(0.9):
            return
        hours = 3 * self.chance.random()
        charge = self.world.provider.charge
        notify = f"{settings.SITE_URL}/hooks/payments/sandbox/"
        act = partial(charge, payment.reference, payment.amount, payment.currency, notify)
        _seller(self.world, hours, "pay", act)
        disputing.begin(self.world, payment.reference, payment.reference, hours, 2)


def _stop_selling(world: World, stall: Stall) -> None:
    for listing in Listing.objects.filter(shop=stall.shop, state=ListingState.LIVE).order_by("pk"):
        take_down_listing(listing, now=world.now)


def _leave(world: World, stall: Stall) -> None:
    """Every day: have everything paid out, and close as soon as nothing is open."""
    _seller(world, DAY, "fetch", Fetching(world, stall, 1))
    _seller(world, DAY + 12, "close shop", partial(_close, world, stall))


def _close(world: World, stall: Stall) -> None:
    """What is refused today is tried again tomorrow."""
    try:
        close_shop(stall.shop, now=world.now, actor=stall.keeper)
    except DomainError:
        _leave(world, stall)
        raise
    for days in (20, 27, 34):
        _seller(world, days * DAY, "ask for the deposit", partial(_ask_again, world, stall))


def _ask_again(world: World, stall: Stall) -> None:
    """A bank may have sent it back."""
    ask_for_deposit(stall.shop, now=world.now, actor=stall.keeper)
