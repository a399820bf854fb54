"""Freeze a hold for a cause, and lift the freeze when the cause is over."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.effects import Effects
from core.errors import DomainError
from core.ids import new_id
from escrow import commit, reading
from escrow.models import Freeze, Hold
from escrow.move import Move
from escrow.moves import holds

FREEZE = commit.points("freeze_hold")
UNFREEZE = commit.points("unfreeze_hold")


def freeze_hold(
    hold_id: int,
    *,
    cause: str,
    cause_id: int,
    now: datetime,
    actor: Actor,
    effects: Effects = Effects(),
    known: Hold | None = None,
) -> Hold:
    """From now on only the outcome of the cause ("claim", its id) moves the hold. `known` is the hold as the caller has
    read it, and spares a query. When it has moved on since, nothing is frozen: it is read and decided on anew, inside a
    transaction by whoever began that.

    Raises DomainError: hold_ended, hold_not_paid, freeze_known (the cause froze it before), changed_meanwhile.
    """
    found: list[Hold] = []

    def decide() -> Move:
        found[:] = [reading.hold(hold_id) if found or known is None else known]
        move = holds.freeze(
            found[0], cause={"cause": cause, "cause_id": cause_id}, freeze_id=new_id(), actor=actor
        ).with_effects(effects)
        if Freeze.objects.filter(hold_id=hold_id, cause=cause, cause_id=cause_id).exists():
            raise DomainError("freeze_known", _("The money was frozen for this before."))
        return move

    commit.carry_out(FREEZE, decide, now=now)
    return found[0]


def unfreeze_hold(
    hold_id: int, *, cause: str, cause_id: int, now: datetime, actor: Actor, effects: Effects = Effects()
) -> Hold:
    """The cause is over; other causes still freeze the hold.

    Raises DomainError: hold_ended, hold_not_paid, hold_not_frozen, changed_meanwhile.
    """
    found: list[Hold] = []

    def decide() -> Move:
        found[:] = [reading.hold(hold_id)]
        move = holds.unfreeze(found[0], cause={"cause": cause, "cause_id": cause_id}, actor=actor).with_effects(effects)
        check_open(hold_id, cause, cause_id)
        return move

    commit.carry_out(UNFREEZE, decide, now=now)
    return found[0]


def check_open(hold_id: int, cause: str, cause_id: int) -> None:
    """Raises DomainError hold_not_frozen when this cause does not freeze the hold."""
    if not Freeze.objects.filter(hold_id=hold_id, cause=cause, cause_id=cause_id, lifted_at=None).exists():
        raise not_frozen()


def not_frozen() -> DomainError:
    """What is refused when a cause does not freeze a hold (any more)."""
    return DomainError("hold_not_frozen", _("The money is not frozen."))
