"""A payout above the set amount: two operators let it go, or send it back to the shop. Called by decide.py alone."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.errors import DomainError
from escrow import commit
from escrow.move import Move
from escrow.moves import outgoing
from escrow.payments import disputes
from escrow.payments.models import Payout
from escrow.payments.states import Agreement, PayoutState

KINDS = ("payout_send", "payout_refuse")
REFUSE = commit.points("refuse_payout")


def check(payout_id: int, *, lock: bool = False) -> Payout:
    """The payout, when it still waits for two operators. Raises DomainError payout_decided."""
    payout = (Payout.objects.select_for_update() if lock else Payout.objects).get(pk=payout_id)
    if payout.state != PayoutState.REQUESTED or payout.agreement != Agreement.NEEDED:
        raise DomainError("payout_decided", _("This payout does not wait for anybody’s agreement."))
    return payout


def agree_to_payout(payout_id: int) -> None:
    """From now on the worker sends it. For the caller's transaction. Raises DomainError: payout_decided, and
    deposit_disputed for a deposit whose charge has come to be disputed since it was asked for.
    """
    payout = check(payout_id, lock=True)
    if payout.from_deposit and disputes.about_deposit(payout.book_id).exists():
        raise DomainError("deposit_disputed", _("A bank disputes this deposit. It waits until that has ended."))
    Payout.objects.filter(pk=payout.pk).update(agreement=Agreement.GIVEN, version=F("version") + 1)


def refuse_payout(payout_id: int, reason: str, *, now: datetime, actor: Actor) -> None:
    """It is the shop's again, where it was taken from, with the reason.

    Raises DomainError: payout_decided, changed_meanwhile.
    """

    def decide() -> Move:
        return outgoing.payout_returned(check(payout_id), reason, now=now, actor=actor)

    commit.carry_out(REFUSE, decide, now=now)
