"""Operators say what became of a transfer: carried out, or refused by the bank."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects, words
from core.acts import act
from core.errors import DomainError
from escrow.bank import facts, telling
from escrow.bank.lines import LONGEST_REFERENCE
from escrow.bank.models import Transfer
from escrow.bank.states import TransferState
from escrow.payments.impartial import refuse_own_transfer

LONGEST_PROBLEM = 200


@act("tick_off_transfer", of="bank")
def tick_off_transfer(transfer_id: int, *, bank_reference: str, operator_id: int, now: datetime) -> Transfer:
    """The bank has it, and calls it `bank_reference`. Said again with the same reference it is said once.

    Refused: `own_money`, `transfer_over`; Invalid `words_missing`, `words_too_long`. Raises Transfer.DoesNotExist.
    """
    refuse_own_transfer(transfer_id, operator_id)
    named = words.line(bank_reference, field="bank_reference", at_most=LONGEST_REFERENCE, needed=True)
    transfer = Transfer.objects.select_for_update().get(pk=transfer_id)
    if (transfer.state, transfer.bank_reference) == (TransferState.DONE, named):
        return transfer
    _check_listed(transfer)
    transfer.bank_reference = named
    _end(transfer, TransferState.DONE, operator_id, now)
    effects.write(facts.transfer(transfer, "tick_off", operator_id), now=now)
    return transfer


@act("refuse_transfer", of="bank")
def refuse_transfer(transfer_id: int, *, problem: str, operator_id: int, now: datetime) -> Transfer:
    """The bank would not take it: the money never left. Two operators decide (escrow.payments.actions.decide), for what
    is refused is owed again.

    Refused: `transfer_over`; Invalid `words_missing`, `words_too_long`. Raises Transfer.DoesNotExist.
    """
    transfer = Transfer.objects.select_for_update().get(pk=transfer_id)
    _check_listed(transfer)
    transfer.problem = words.line(problem, field="problem", at_most=LONGEST_PROBLEM, needed=True)
    _end(transfer, TransferState.REFUSED, operator_id, now)
    effects.write(facts.transfer(transfer, "refuse", operator_id), now=now)
    return transfer


def _check_listed(transfer: Transfer) -> None:
    if transfer.state != TransferState.LISTED:
        raise DomainError("transfer_over", _("Somebody has said already what became of this transfer."))


def _end(transfer: Transfer, state: TransferState, operator_id: int, now: datetime) -> None:
    transfer.state, transfer.ended_by_id, transfer.ended_at = state, operator_id, now
    transfer.save(update_fields=["state", "ended_by", "ended_at", "bank_reference", "problem"])
    telling.tell_of_transfer(transfer, now=now)
