"""Give money back to a buyer after the seller was paid."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.effects import Effects
from core.errors import Invalid
from core.ids import new_id
from escrow import balances, commit, reading
from escrow.actions.reserve import check_reserved
from escrow.models import Hold
from escrow.move import Move
from escrow.moves import accounts, clawbacks
from escrow.moves.clawbacks import Standing
from escrow.terms import Back

POINTS = commit.points("claw_back")


def claw_back(
    hold_id: int,
    back: Back,
    *,
    cause: str,
    cause_id: int,
    reason: str,
    now: datetime,
    actor: Actor,
    effects: Effects = Effects(),
) -> Hold:
    """Give `back` to the buyer as the outcome of the cause that reserved it: out of our fee, the shop's payable, its
    deposit; what they do not bear becomes a debt the shop pays off before its next payout.

    Raises Invalid back_nothing, back_negative; DomainError: hold_ended, hold_not_paid, hold_held, not_reserved,
    back_too_much, changed_meanwhile.
    """
    if back == Back():
        raise Invalid("back_nothing", _("Say how much is given back."))
    found: list[Hold] = []

    def decide() -> Move:
        hold, source = reading.hold_with_source(hold_id)
        found[:] = [hold]
        move = clawbacks.claw_back(
            hold,
            back,
            standing(hold.book_id, hold.currency),
            cause={"cause": cause, "cause_id": cause_id},
            source=source,
            refund_id=new_id(),
            reason=reason,
            actor=actor,
        )
        check_reserved(hold_id, cause, cause_id)
        return move.with_effects(effects)

    commit.carry_out(POINTS, decide, now=now)
    return found[0]


def standing(book_id: int, currency: str) -> Standing:
    """What the book's payable and deposit stand at. Two queries."""
    return Standing(
        payable=balances.balance_to_take_from(book_id, accounts.payable(book_id, currency)),
        deposit=balances.balance_to_take_from(book_id, accounts.deposit(book_id, currency)),
    )
