"""Divide a frozen hold for good."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.effects import Effects
from core.errors import DomainError
from core.ids import new_id
from escrow import commit, reading
from escrow.actions.freeze import check_open
from escrow.models import Hold
from escrow.move import Move
from escrow.moves import holds
from escrow.terms import Back

POINTS = commit.points("settle_hold")


def settle_hold(
    hold_id: int,
    back: Back,
    *,
    cause: str,
    cause_id: int,
    now: datetime,
    actor: Actor,
    effects: Effects = Effects(),
) -> Hold:
    """Give `back` (may be nothing) to the buyer and the rest to the seller, as the outcome of the cause that froze it.

    Raises DomainError: hold_ended, hold_not_paid, hold_not_frozen, hold_frozen (another cause is open too),
    back_negative, back_too_much, changed_meanwhile.
    """
    found: list[Hold] = []

    def decide() -> Move:
        hold, source = reading.hold_with_source(hold_id)
        found[:] = [hold]
        move = holds.settle(
            hold,
            back,
            cause={"cause": cause, "cause_id": cause_id},
            source=source,
            refund_id=new_id(),
            now=now,
            actor=actor,
        )
        check_open(hold_id, cause, cause_id)
        if hold.freeze_count > 1:
            raise DomainError("hold_frozen", _("The money is frozen until the open claim is decided."))
        return move.with_effects(effects)

    commit.carry_out(POINTS, decide, now=now)
    return found[0]
