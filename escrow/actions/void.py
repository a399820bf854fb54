"""Void a hold that was never paid."""

from datetime import datetime

from core.actor import Actor
from core.effects import Effects
from escrow import commit, reading
from escrow.models import Hold
from escrow.move import Move
from escrow.moves import holds

POINTS = commit.points("void_hold")


def void_hold(hold_id: int, *, now: datetime, actor: Actor, effects: Effects = Effects()) -> Hold:
    """End a hold without money; what arrives for it later goes back by itself.

    Raises DomainError: hold_ended, hold_paid, changed_meanwhile.
    """
    found: list[Hold] = []

    def decide() -> Move:
        found[:] = [reading.hold(hold_id)]
        return holds.void(found[0], now=now, actor=actor).with_effects(effects)

    commit.carry_out(POINTS, decide, now=now)
    return found[0]
