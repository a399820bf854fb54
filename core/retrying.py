"""What failed is tried again, rarer each time, and says why it failed."""

from collections.abc import Sequence
from datetime import timedelta

#: Characters of an error that a row keeps.
KEPT = 200


def wait_after(failures: int, waits: Sequence[int]) -> timedelta:
    """The time until the next try when so many (1 or more) failed: `waits` in seconds, the last one ever after."""
    return timedelta(seconds=waits[min(failures, len(waits)) - 1])


def said_by(error: Exception) -> str:
    """The error as a row keeps it, for whoever looks at what is put aside."""
    return f"{type(error).__name__}: {error}"[:KEPT]
