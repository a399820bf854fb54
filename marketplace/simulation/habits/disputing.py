"""Some buyers go to their bank instead: soon, or long after the shop has its money; with two shops more of them do."""

from datetime import timedelta
from functools import partial

from marketplace.simulation.happening import Doing
from marketplace.simulation.world import World

#: The share of payments that are disputed, by how many shops they are for.
SHARES = {1: 0.03, 2: 0.12}
#: Days after paying, from and to.
WHEN = ((1, 8), (1, 8), (9, 40))


def begin(world: World, about: object, reference: str, hours: float, shops: int) -> None:
    """What was paid under `reference`, so many hours from now, may be disputed: all of it, or a part."""
    chance = world.wanted.chance("dispute", about)
    if not chance.likely(SHARES[shops]):
        return
    days = chance.between(*chance.choice(WHEN))
    act = partial(_dispute, world, reference, chance.choice((1, 1, 1, 0.5, 0.3)), newest=chance.likely(0.5))
    world.at(world.now + timedelta(days=days, hours=hours), Doing("dispute", "provider", act))


def _dispute(world: World, reference: str, share: float, *, newest: bool) -> None:
    """Of two charges one of them."""
    charges = world.provider.made_for.get(reference)
    if charges:
        world.bank.dispute(charges[-1 if newest else 0], share)
