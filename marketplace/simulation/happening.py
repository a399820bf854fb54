"""What is still to happen in a world."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Doing:
    """Something that `by` does, `times` times at once; `then` follows once when it was accepted; `tries` were made
    before, in vain.
    """

    what: str
    by: str
    act: Act
    then: Act | None = None
    times: int = 1
    tries: int = 0


@dataclass(order=True, slots=True)
class Happening:
    """A doing at its moment; those of one moment in the order in which they were set down."""

    moment: datetime
    number: int
    doing: Doing = field(compare=False)
