"""Everybody in a world, with how they are: some are honest, some slow, silent, or cheat; some click twice."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress

from core.actor import Actor, Role
from marketplace.catalog.actions.create_listing import create_listing
from marketplace.catalog.actions.open_shop import open_shop
from marketplace.catalog.actions.publish_listing import publish_listing
from marketplace.catalog.models import Shop
from marketplace.claims.actions.set_return_address import set_return_address
from marketplace.orders.destination import Destination
from marketplace.users.models import User

if TYPE_CHECKING:
    from marketplace.simulation.world import World

OPERATORS = 3
GOODS = 3
PLENTY = 1_000_000

#: How a person is, with shares.
BUYERS = {"honest": 60, "slow": 15, "silent": 12, "cheating": 5, "unsure": 8}
SELLERS = {"honest": 70, "slow": 15, "silent": 8, "cheating": 7}


@dataclass(frozen=True, slots=True)
class Person:
    """A buyer, and where parcels go; `clicks` is how often a button is pressed."""

    user: User
    manner: str
    clicks: int

    @property
    def home(self) -> Destination:
        return Destination(self.user.name, "138 0571 2046", "Hangzhou, Zhejiang", "27 Qingchun Road, 602")


@dataclass(frozen=True, slots=True)
class Goods:
    sku: int
    price: int


@dataclass(frozen=True, slots=True)
class Stall:
    """A shop as its keeper and the model know it."""

    shop: int
    owner: User
    manner: str
    goods: tuple[Goods, ...]
    shipping: int
    free_above: int | None

    @property
    def keeper(self) -> Actor:
        return Actor(Role.SELLER, self.owner.pk)

    def sending(self, goods: int) -> int:
        """What sending goods worth so much costs."""
        return 0 if self.free_above is not None and goods >= self.free_above else self.shipping


@dataclass(frozen=True, slots=True)
class Cast:
    buyers: tuple[Person, ...]
    stalls: tuple[Stall, ...]
    operators: tuple[User, ...]

    def operator(self, number: int) -> Actor:
        return Actor(Role.OPERATOR, self.operators[number].pk)


def gather(world: "World") -> Cast:
    """Make them, through the site's own actions where it has any."""
    wanted = world.wanted
    buyers = []
    for number in range(wanted.buyers):
        chance = wanted.chance("buyer", number)
        clicks = 2 if chance.likely(0.1) else 1
        buyers.append(Person(_user(f"Buyer {number}", f"buyer{number}"), chance.among(BUYERS), clicks))
    stalls = tuple(_stall(world, number) for number in range(wanted.shops))
    operators = tuple(_user(f"Operator {n}", f"operator{n}", is_staff=True) for n in range(OPERATORS))
    return Cast(tuple(buyers), stalls, operators)


def _stall(world: "World", number: int) -> Stall:
    chance = world.wanted.chance("shop", number)
    owner = _user(f"Keeper {number}", f"seller{number}")
    shipping, free_above = chance.choice((0, 500, 800, 1200)), chance.choice((None, None, 20_000))
    shop = open_shop(
        owner,
        name=f"Shop {number}",
        region="Jingmai, Yunnan",
        shipping_price=shipping,
        free_above=free_above,
        now=world.now,
    )
    goods = tuple(
        _goods(world, shop, chance.choice((990, 4_000, 8_000, 12_345, 39_900, 260_000))) for _ in range(GOODS)
    )
    stall = Stall(shop.pk, owner, chance.among(SELLERS), goods, shipping, free_above)
    if stall.manner != "silent":
        place = Destination(owner.name, "0579 8812 4471", "Jingmai, Yunnan", "8 Workshop Lane")
        set_return_address(shop.pk, place, now=world.now, actor=stall.keeper)
    return stall


def _goods(world: "World", shop: Shop, price: int) -> Goods:
    listing = create_listing(shop, title=f"A thing for {price}", price=price, stock=PLENTY, now=world.now)
    publish_listing(listing, now=world.now)
    return Goods(listing.skus.get().pk, price)


def _user(name: str, local: str, **more: bool) -> User:
    """Somebody whose address is known to be theirs: a letter is proof."""
    email = f"{local}@simulation.example"
    user = User.objects.create_user(email, None, name=name, **more)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user
