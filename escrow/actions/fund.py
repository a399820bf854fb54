"""Fund a hold from a good capture."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.effects import Effects
from core.errors import DomainError
from core.ids import new_id
from escrow import commit, reading
from escrow.models import Hold
from escrow.move import Move
from escrow.moves import holds
from escrow.payments.models import Capture, Payment
from escrow.payments.states import Verdict

POINTS = commit.points("fund_hold")

Funding = tuple[Hold, Capture, Payment]


def fund_hold(
    hold_id: int,
    *,
    capture_id: int,
    now: datetime,
    actor: Actor,
    effects: Effects = Effects(),
    known: Funding | None = None,
) -> Hold:
    """Take the hold's share of the capture into keeping; answers the hold as it is then. `known` are the hold, the
    capture and its payment if they have just been read; they are brought up to date.

    Raises DomainError: hold_ended, hold_paid, capture_not_good, capture_spent, changed_meanwhile.
    """
    found: list[Hold] = []

    def decide() -> Move:
        hold, capture, payment = reading.funding(hold_id, capture_id) if found or known is None else known
        found[:] = [hold]
        move = holds.fund(hold, capture, payment, allocation_id=new_id(), now=now, actor=actor)
        _check(hold, capture, payment)
        return move.with_effects(effects)

    commit.carry_out(POINTS, decide, now=now)
    return found[0]


def _check(hold: Hold, capture: Capture, payment: Payment) -> None:
    if (
        capture.verdict != Verdict.GOOD
        or capture.payment_id != payment.id
        or (capture.currency, payment.currency) != (hold.currency, hold.currency)
    ):
        raise DomainError("capture_not_good", _("This money does not pay this order."))
    if capture.amount - capture.allotted - capture.returned < hold.amount - hold.discount:
        raise DomainError("capture_spent", _("This money has been divided already."))
