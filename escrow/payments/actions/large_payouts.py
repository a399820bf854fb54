"""A payout above the set amount: two operators let it go, or send it back to the shop. Called by decide.py alone."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.errors import DomainError
from escrow import commit
from escrow.move import Move
from escrow.moves import outgoing
from escrow.payments.models import Payout
from escrow.payments.states import Agreement, PayoutState

KINDS = ("payout_send", "payout_refuse")
REFUSE = commit.points("refuse_payout")


def check(payout_id: int, *, operator_id: int) -> Payout:
    """Whether this operator may decide about it, and it still waits. Raises DomainError: own_shop, payout_decided."""
    return _waiting(Payout.objects.select_related("account").get(pk=payout_id), operator_id)


def agree_to_payout(payout_id: int, *, operator_id: int) -> None:
    """From now on the worker sends it. For the caller's transaction. Raises DomainError: own_shop, payout_decided."""
    payout = Payout.objects.select_for_update(of=("self",)).select_related("account").get(pk=payout_id)
    _waiting(payout, operator_id)
    Payout.objects.filter(pk=payout.pk).update(agreement=Agreement.GIVEN, version=F("version") + 1)


def refuse_payout(payout_id: int, reason: str, *, now: datetime, actor: Actor) -> None:
    """It goes back to the shop's payable, with the reason. Raises DomainError: own_shop, payout_decided,
    changed_meanwhile.
    """

    def decide() -> Move:
        payout = check(payout_id, operator_id=actor.person)
        return outgoing.payout_returned(payout, reason, now=now, actor=actor)

    commit.carry_out(REFUSE, decide, now=now)


def _waiting(payout: Payout, operator_id: int) -> Payout:
    if payout.account.owner_id == operator_id:
        raise DomainError("own_shop", _("This is your own shop. Somebody else decides about it."))
    if payout.state != PayoutState.REQUESTED or payout.agreement != Agreement.NEEDED:
        raise DomainError("payout_decided", _("This payout does not wait for anybody’s agreement."))
    return payout
