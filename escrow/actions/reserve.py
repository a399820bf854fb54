"""Keep a part of a shop's payable from being paid out while a question about a released hold is open."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.effects import Effects
from core.errors import DomainError, Invalid
from core.ids import new_id
from escrow import balances, commit, reading
from escrow.models import Hold, Reserve
from escrow.move import Move, Row
from escrow.moves import accounts, clawbacks

RESERVE = commit.points("reserve_hold")
CHANGE = commit.points("change_reserve")
LIFT = commit.points("lift_reserve")


def reserve_hold(
    hold_id: int, amount: int, *, cause: str, cause_id: int, now: datetime, actor: Actor, effects: Effects = Effects()
) -> Hold:
    """No payout takes `amount` minor units of the shop's payable until the cause ("claim", its id) ends.

    Taken from the payable or not, the row of that account is: whoever pays out meanwhile reads again. Raises Invalid
    back_nothing; DomainError: hold_ended, hold_not_paid, hold_held, back_too_much, reserve_known, changed_meanwhile.
    """
    found: list[Hold] = []

    def decide() -> Move:
        move = _kept(found, hold_id, amount, {"cause": cause, "cause_id": cause_id}, actor)
        if Reserve.objects.filter(hold_id=hold_id, cause=cause, cause_id=cause_id).exists():
            raise DomainError("reserve_known", _("Money was kept back for this before."))
        return move.with_effects(effects)

    commit.carry_out(RESERVE, decide, now=now)
    return found[0]


def change_reserve(
    hold_id: int, amount: int, *, cause: str, cause_id: int, now: datetime, actor: Actor, effects: Effects = Effects()
) -> Hold:
    """The cause asks for another sum: from now on `amount` is kept back for it.

    Raises Invalid back_nothing; DomainError: hold_ended, hold_not_paid, hold_held, back_too_much, not_reserved,
    changed_meanwhile.
    """
    found: list[Hold] = []

    def decide() -> Move:
        move = _kept(found, hold_id, amount, {"cause": cause, "cause_id": cause_id}, actor)
        check_reserved(hold_id, cause, cause_id)
        return move.with_effects(effects)

    commit.carry_out(CHANGE, decide, now=now)
    return found[0]


def _kept(found: list[Hold], hold_id: int, amount: int, cause: Row, actor: Actor) -> Move:
    """The move that keeps `amount` back for the cause; the hold it was decided on goes into `found`."""
    if amount <= 0:
        raise Invalid("back_nothing", _("Say how much is given back."))
    hold = reading.hold(hold_id)
    found[:] = [hold]
    _balance, version = balances.balance_to_take_from(hold.book_id, accounts.payable(hold.book_id, hold.currency))
    move = clawbacks.reserve(hold, amount, cause=cause, reserve_id=new_id(), version=version, actor=actor)
    if amount > hold.left:
        raise DomainError("back_too_much", _("That is more than is left."))
    return move


def lift_reserve(
    hold_id: int, *, cause: str, cause_id: int, now: datetime, actor: Actor, effects: Effects = Effects()
) -> Hold:
    """The cause is over and takes nothing.

    Raises DomainError: hold_ended, hold_not_paid, hold_held, not_reserved, changed_meanwhile.
    """
    found: list[Hold] = []

    def decide() -> Move:
        found[:] = [reading.hold(hold_id)]
        move = clawbacks.lift_reserve(found[0], cause={"cause": cause, "cause_id": cause_id}, actor=actor)
        check_reserved(hold_id, cause, cause_id)
        return move.with_effects(effects)

    commit.carry_out(LIFT, decide, now=now)
    return found[0]


def check_reserved(hold_id: int, cause: str, cause_id: int) -> None:
    """Raises DomainError not_reserved when nothing is kept back for this cause."""
    if not Reserve.objects.filter(hold_id=hold_id, cause=cause, cause_id=cause_id, lifted_at=None).exists():
        raise DomainError("not_reserved", _("No money is kept back for this."))
