"""What goes wrong in a world, by name; nothing, unless it is wanted."""

from datetime import timedelta
from typing import TYPE_CHECKING

from escrow.payments.providers.protocol import GatewayError

if TYPE_CHECKING:
    from marketplace.simulation.world import World

NAMES: frozenset[str] = frozenset()


class Faults:
    """Draws for one world what goes wrong where."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def deliveries(self, number: int) -> list[timedelta]:
        """After how long a webhook is sent, as often as it is."""
        return [timedelta(seconds=2)]

    def stale(self, number: str) -> int:
        """By how many seconds the clock that signed a webhook is behind."""
        return 0

    def line(self, moment: str) -> None:
        """Cut the line to the provider. Raises Cut."""


def is_ours(error: BaseException) -> bool:
    """Whether an error was brought about on purpose, or follows from one that was."""
    return isinstance(error, GatewayError)


def read_faults(text: str) -> frozenset[str]:
    """Names with commas, or `all`. Raises ValueError for a name nobody knows."""
    names = NAMES if text == "all" else frozenset(filter(None, text.split(",")))
    if unknown := names - NAMES:
        raise ValueError(f"There is no fault {', '.join(sorted(unknown))}; there are {', '.join(sorted(NAMES))}.")
    return names
