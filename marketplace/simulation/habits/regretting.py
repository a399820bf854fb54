"""Some goods fail when the shop has its money already: then the buyer asks for it back, within the days there are."""

from marketplace.simulation.habits import claiming
from marketplace.simulation.habits.deal import Deal

DAY = 24


def begin(deal: Deal, hours: float = 0) -> None:
    """Now, or so many hours from now, the money is the shop's; one in a dozen is not content for long."""
    if deal.chance.likely(0.08):
        claiming.begin(deal, hours + DAY * deal.chance.between(0.5, 17))
