"""One order between two people, as those who act in it see it."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from core.actor import Actor, Role
from marketplace.orders.carriers import code_of
from marketplace.simulation.chance import Chance
from marketplace.simulation.happening import Act, Doing
from marketplace.simulation.model.facts import Ordered
from marketplace.simulation.people import Person, Stall
from marketplace.simulation.world import World

CARRIER = "SF Express"


@dataclass(slots=True)
class Deal:
    """An order, its two sides, and the chance of everything that happens about it."""

    world: World
    chance: Chance
    order: int
    buyer: Person
    stall: Stall
    ordered: Ordered

    @property
    def buys(self) -> Actor:
        return Actor(Role.BUYER, self.buyer.user.pk)

    @property
    def sells(self) -> Actor:
        return self.stall.keeper

    @property
    def number(self) -> str:
        """The tracking number of its parcel."""
        return f"DB{self.order:010d}"

    def buyer_does(self, hours: float, what: str, act: Act, then: Act | None = None) -> None:
        """Let the buyer act so many hours from now, with as many clicks as they are used to."""
        self._at(hours, Doing(what, "buyer", act, then, self.buyer.clicks))

    def seller_does(self, hours: float, what: str, act: Act, then: Act | None = None) -> None:
        """Let the seller act so many hours from now."""
        self._at(hours, Doing(what, "seller", act, then))

    def parcel(self, hours: float, event: str) -> None:
        """Let something happen to its parcel so many hours from now."""
        act = partial(self.world.courier.move, code_of(CARRIER), self.number, event)
        self._at(hours, Doing(f"parcel {event}", "courier", act))

    def _at(self, hours: float, doing: Doing) -> None:
        self.world.at(self.world.now + timedelta(hours=hours), doing)
