"""The desk suspends a shop; its owner appeals; another operator lifts it, in time or not."""

from datetime import timedelta
from functools import partial

from core.actor import Actor, Role
from marketplace.catalog.actions.suspend_shop import suspend_shop
from marketplace.simulation.happening import Act, Doing
from marketplace.simulation.people import Stall
from marketplace.simulation.world import World
from marketplace.suspensions.actions.appeal_suspension import appeal_suspension
from marketplace.suspensions.actions.lift_suspension import lift_suspension
from marketplace.suspensions.models import Suspension

#: The share of shops that are suspended.
SHARE = 0.2
#: Days until it is lifted; the promise to decide is seven days after the appeal.
LIFTED = (3, 9, 9)


def begin(world: World) -> None:
    """One in five shops, once."""
    for stall in world.cast.stalls:
        chance = world.wanted.chance("policing", stall.shop)
        if chance.likely(SHARE):
            days, lifted = world.wanted.days * chance.between(0.1, 0.5), chance.choice(LIFTED)
            _later(world, days, "suspend a shop", "operator", partial(_suspend, world, stall))
            _later(world, days + 0.5, "appeal the suspension", "seller", partial(_appeal, world, stall))
            _later(world, days + lifted, "lift the suspension", "operator", partial(_lift, world, stall))


def _later(world: World, days: float, what: str, by: str, act: Act) -> None:
    world.at(world.now + timedelta(days=days), Doing(what, by, act))


def _suspend(world: World, stall: Stall) -> None:
    suspend_shop(stall.shop, reason="Nobody answers there.", now=world.now, actor=world.cast.operator(0))


def _appeal(world: World, stall: Stall) -> None:
    actor = Actor(Role.SELLER, stall.owner.pk)
    for number in _open(stall):
        appeal_suspension(number, words="I was at the market.", now=world.now, actor=actor)


def _lift(world: World, stall: Stall) -> None:
    for number in _open(stall):
        lift_suspension(number, reason="They do answer.", now=world.now, actor=world.cast.operator(1))


def _open(stall: Stall) -> list[int]:
    found = Suspension.objects.filter(subject_type="shop", subject_id=stall.shop, lifted_at=None)
    return list(found.values_list("pk", flat=True))
