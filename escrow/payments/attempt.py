"""Acts that a provider's news cause: told twice, they act once."""

from collections.abc import Callable
from datetime import datetime

from escrow import commit
from escrow.move import Move


class DoneBefore(Exception):
    """Raised while deciding: the act had its effect already, so there is nothing to commit."""


def carry_out(at: commit.Points, decide: Callable[[], Move], *, now: datetime) -> bool:
    """Commit what `decide` answers; False when it was done before. Raises DomainError."""
    try:
        commit.carry_out(at, decide, now=now)
    except DoneBefore:
        return False
    return True
