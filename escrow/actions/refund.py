"""Give a part of a hold, or all that remains, back to the buyer."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.effects import Effects
from core.errors import Invalid
from core.ids import new_id
from escrow import commit, reading
from escrow.move import Move
from escrow.moves import holds
from escrow.payments.models import Refund
from escrow.terms import Back

POINTS = commit.points("refund_hold")


def refund_hold(
    hold_id: int, back: Back, *, reason: str, now: datetime, actor: Actor, effects: Effects = Effects()
) -> Refund | None:
    """Give `back` out of the hold; the worker sends the refund to the provider.

    None when the whole of `back` was the platform's discount, so that nothing goes to the buyer. Raises DomainError:
    hold_ended, hold_not_paid, hold_frozen, back_nothing, back_negative, back_too_much, changed_meanwhile.
    """
    if back == Back():
        raise Invalid("back_nothing", _("Say how much is given back."))

    def decide() -> Move:
        hold, source = reading.hold_with_source(hold_id)
        move = holds.refund(hold, back, source=source, refund_id=new_id(), reason=reason, now=now, actor=actor)
        return move.with_effects(effects)

    move = commit.carry_out(POINTS, decide, now=now)
    return Refund(**move.rows[0].values, opened_at=now) if move.rows else None
