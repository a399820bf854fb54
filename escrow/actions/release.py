"""Release a hold to the seller."""

from datetime import datetime

from core.actor import Actor
from core.effects import Effects
from escrow import commit, reading
from escrow.models import Hold
from escrow.move import Move
from escrow.moves import holds

POINTS = commit.points("release_hold")


def release_hold(
    hold_id: int, *, now: datetime, actor: Actor, effects: Effects = Effects(), known: Hold | None = None
) -> Hold:
    """All that remains goes to the seller's payable, our fee and the tax. `known` is the hold if it has just been read.

    Raises DomainError: hold_ended, hold_not_paid, hold_frozen, changed_meanwhile.
    """
    found: list[Hold] = []

    def decide() -> Move:
        found[:] = [reading.hold(hold_id) if found or known is None else known]
        return holds.release(found[0], now=now, actor=actor).with_effects(effects)

    commit.carry_out(POINTS, decide, now=now)
    return found[0]
