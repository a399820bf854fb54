"""Drawing lots, with a seed."""

from collections.abc import Mapping
from random import Random


class Chance(Random):
    """One thing's chance. It always draws the same."""

    def likely(self, share: float) -> bool:
        """True in `share` of all cases."""
        return self.random() < share

    def among(self, shares: Mapping[str, int]) -> str:
        """One of the names, as often as its share says."""
        return self.choices(list(shares), list(shares.values()))[0]

    def between(self, low: float, high: float) -> float:
        """Anything from `low` to `high`."""
        return low + (high - low) * self.random()
