"""A good charge was also for a hold that ended unpaid: its share goes back."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import PROVIDER, Actor
from core.effects import Effects
from core.errors import DomainError
from core.ids import new_id
from escrow import commit
from escrow.move import Move
from escrow.moves import incoming
from escrow.payments import attempt
from escrow.payments.models import Capture, Refund
from escrow.payments.states import Verdict

RETURN_SHARE = commit.points("return_share")


def return_share(
    capture_id: int,
    amount: int,
    *,
    hold_id: int,
    now: datetime,
    actor: Actor = PROVIDER,
    effects: Effects = Effects(),
) -> Refund:
    """The share of a good capture that was meant for a hold which ended unpaid goes back. Twice for a hold is once.

    Raises DomainError: capture_not_good, capture_spent, changed_meanwhile.
    """
    returned = Refund.objects.filter(capture_id=capture_id, hold_id=hold_id, reason=incoming.CLOSED)

    def decide() -> Move:
        # First the capture, then its refunds: seen the other way round, a share returned in between is seen by half.
        capture = Capture.objects.select_related("payment").get(pk=capture_id)
        if returned.exists():
            raise attempt.DoneBefore
        if capture.payment is None or capture.verdict != Verdict.GOOD:
            raise DomainError("capture_not_good", _("This money does not pay this order."))
        if not 0 < amount <= capture.amount - capture.allotted - capture.returned:
            raise DomainError("capture_spent", _("This money has been divided already."))
        return incoming.share_back(
            capture, capture.payment, amount, hold_id=hold_id, refund_id=new_id(), now=now, actor=actor
        ).with_effects(effects)

    attempt.carry_out(RETURN_SHARE, decide, now=now)
    return returned.get()
