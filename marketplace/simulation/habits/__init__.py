"""What people do, a file a habit. Each begins by setting down its first acts; what follows, follows."""

from collections.abc import Callable, Sequence

from marketplace.simulation import people
from marketplace.simulation.habits import banking, buying, depositing, fetching, giving, policing, ruling, transferring
from marketplace.simulation.world import World

#: In this order; what is new gets a file here and a line below.
HABITS: Sequence[Callable[[World], object]] = (
    ruling.begin,
    fetching.begin,
    banking.begin,
    depositing.begin,
    giving.begin,
    policing.begin,
    transferring.begin,
    buying.begin,
)


def begin(world: World) -> None:
    """Everybody comes into the world, and begins."""
    world.cast = people.gather(world)
    for habit in HABITS:
        habit(world)
