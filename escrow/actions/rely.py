"""An act of a layer above that moves no money, but was decided on a hold as it was read."""

from datetime import datetime

from core.calls import Along
from core.effects import Effects
from escrow import commit
from escrow.models import Hold
from escrow.move import Change, Move


def rely_on_hold(hold: Hold, *, now: datetime, effects: Effects = Effects(), along: Along | None = None) -> None:
    """Commit `effects`, and what goes along, only if the hold still is as it was read; its version rises.

    Raises DomainError changed_meanwhile.
    """
    move = Move(changes=(Change(hold),), effects=effects)
    commit.send((move,), now=now, along=along)
    move.apply()
