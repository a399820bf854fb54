"""A lost chargeback ends: what no order has given comes from where the charge lies, else it is the host's loss."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core.actor import SYSTEM
from core.errors import DomainError
from escrow import balances, commit
from escrow.models import Freeze, Reserve
from escrow.move import Move
from escrow.moves import accounts, chargebacks
from escrow.payments import attempt, disputes
from escrow.payments.models import Chargeback
from escrow.payments.states import ChargebackState, Verdict

POINTS = commit.points("end_chargeback")


def end_chargeback(chargeback_id: int, *, now: datetime) -> bool:
    """Every hold has given its share: a shop's deposit, or what waits in suspense, gives the rest if the charge lies
    there; what nobody owes the host bears. False when it had ended.

    Raises DomainError: chargeback_open (not lost, or a hold is still frozen or its book's money kept back for it),
    changed_meanwhile.
    """

    def decide() -> Move:
        one = Chargeback.objects.select_related("capture__payment").get(pk=chargeback_id)
        if one.ended_at is not None:
            raise attempt.DoneBefore
        waits = {"cause": disputes.CAUSE, "cause_id": one.pk, "lifted_at": None}
        if (
            one.state != ChargebackState.LOST
            or Freeze.objects.filter(**waits).exists()
            or Reserve.objects.filter(**waits).exists()
        ):
            raise DomainError("chargeback_open", _("This dispute has not been settled with every shop yet."))
        return _decide(one, balances.balance(None, accounts.chargeback(one.pk, one.currency)), now)

    return attempt.carry_out(POINTS, decide, now=now)


def _decide(one: Chargeback, rest: int, now: datetime) -> Move:
    book_id = disputes.deposit_of(one)
    if book_id is not None:
        deposit = balances.balance_to_take_from(book_id, accounts.deposit(book_id, one.currency))
        return chargebacks.take_deposit(one, book_id, rest, deposit, now=now, actor=SYSTEM)
    waits = one.capture.verdict == Verdict.UNKNOWN and one.capture.left
    suspended = (one.capture, one.capture.left) if waits else None
    return chargebacks.bear_the_rest(one, rest, suspended=suspended, now=now, actor=SYSTEM)
