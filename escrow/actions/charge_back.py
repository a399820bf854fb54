"""A lost chargeback takes its share of one hold."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.effects import Effects
from core.errors import DomainError
from core.twice import ChangedMeanwhile
from escrow import commit, reading
from escrow.actions.claw_back import standing
from escrow.actions.freeze import not_frozen
from escrow.actions.reserve import check_reserved
from escrow.models import Freeze, Hold
from escrow.move import Move
from escrow.moves import chargebacks
from escrow.payments import disputes
from escrow.payments.models import Chargeback
from escrow.shares import back_for_share, outstanding
from escrow.states import HoldState

POINTS = commit.points("charge_back")


def charge_back(hold_id: int, *, chargeback_id: int, now: datetime, actor: Actor, effects: Effects = Effects()) -> Hold:
    """Take what the hold owes: out of keeping, or, once it was released, from whom the money went to.

    What the hold has given back since the shares were named is not taken again. Raises DomainError: share_nothing,
    hold_ended, hold_not_paid, hold_frozen (a claim is open too), hold_not_frozen, not_reserved, changed_meanwhile.
    """
    found: list[Hold] = []

    def decide() -> Move:
        chargeback = Chargeback.objects.get(pk=chargeback_id)
        # The hold first: whoever freezes or unfreezes it from then on raises the version this is decided on.
        hold = reading.hold(hold_id)
        freezes = list(Freeze.objects.filter(hold_id=hold_id, lifted_at=None).order_by("cause_id"))
        if len(freezes) != hold.freeze_count:
            raise ChangedMeanwhile
        found[:] = [hold]
        share = min(chargeback.shares.get(str(hold_id), 0), outstanding(hold))
        if share <= 0:
            raise DomainError("share_nothing", _("This order owes nothing of it."))
        return _decide(chargeback, hold, share, freezes, now=now, actor=actor).with_effects(effects)

    commit.carry_out(POINTS, decide, now=now)
    return found[0]


def _decide(
    chargeback: Chargeback, hold: Hold, share: int, freezes: Sequence[Freeze], *, now: datetime, actor: Actor
) -> Move:
    back = back_for_share(hold, share)
    if hold.state in {HoldState.RELEASED, HoldState.SETTLED}:
        book = standing(hold.book_id, hold.currency)
        move = chargebacks.take_released(chargeback, hold, back, book, actor=actor)
        check_reserved(hold.id, disputes.CAUSE, chargeback.pk)
        return move
    by_disputes = [freeze.cause_id for freeze in freezes if freeze.cause == disputes.CAUSE]
    others = [cause_id for cause_id in by_disputes if cause_id != chargeback.pk]
    move = chargebacks.take_held(chargeback, hold, back, others=others, now=now, actor=actor)
    if len(others) == len(by_disputes):
        raise not_frozen()
    if len(by_disputes) < len(freezes):
        raise DomainError("hold_frozen", _("The money is frozen until the open claim is decided."))
    return move
