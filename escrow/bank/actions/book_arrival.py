"""What one operator entered, a second one books: now it is money. Or it is put away."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from core import effects, words
from core.acts import act
from core.errors import DomainError
from escrow.bank import facts, telling
from escrow.bank.actions.end_transfer import LONGEST_PROBLEM
from escrow.bank.actions.enter_arrival import LONGEST_CLAIM
from escrow.bank.models import Arrival, Transfer
from escrow.bank.states import ArrivalState, TransferState
from escrow.payments.impartial import refuse_own_arrival


@act("book_arrival", of="bank")
def book_arrival(arrival_id: int, *, claimed: str, transfer: str = "", operator_id: int, now: datetime) -> Arrival:
    """Book it as what this operator saw it to be for: `claimed`, and the reference of the `transfer`, are compared.

    A transfer of ours that came back ends as returned. Refused: `arrival_over`, `own_money`, `four_eyes`,
    `matched_anew`, `transfer_not_out`. Raises Arrival.DoesNotExist.
    """
    arrival = _entered(arrival_id)
    refuse_own_arrival(arrival_id, operator_id)
    if operator_id in {arrival.entered_by_id, arrival.matched_by_id}:
        raise DomainError("four_eyes", _("You entered or matched this. Another operator has to book it."))
    if (claimed, transfer) != (arrival.claimed, arrival.transfer.reference if arrival.transfer else ""):
        raise DomainError("matched_anew", _("Somebody has said meanwhile that this is for something else."))
    if arrival.transfer_id is not None:
        _come_back(arrival.transfer_id, arrival.text, operator_id, now)
    _end(arrival, ArrivalState.BOOKED, operator_id, now)
    if arrival.transfer_id is None:
        telling.tell_of_arrival(arrival, now=now)
    effects.write(facts.arrival(arrival, "book", operator_id), now=now)
    return arrival


@act("discard_arrival", of="bank")
def discard_arrival(arrival_id: int, *, operator_id: int, now: datetime) -> Arrival:
    """It stands on no statement, or was entered wrongly. It may be entered anew.

    Refused: `arrival_over`, `own_money`.
    """
    arrival = _entered(arrival_id)
    refuse_own_arrival(arrival_id, operator_id)
    _end(arrival, ArrivalState.DISCARDED, operator_id, now)
    effects.write(facts.arrival(arrival, "discard", operator_id), now=now)
    return arrival


@act("match_arrival", of="bank")
def match_arrival(
    arrival_id: int, *, claimed: str = "", transfer_id: int | None = None, operator_id: int, now: datetime
) -> Arrival:
    """Say what an arrival is for: the payment of that reference, a transfer of ours that came back, or nobody we know.

    Whoever said so does not book it. Refused: `arrival_over`, `own_money` (for what it was said to be for, or is now),
    `transfer_not_out`; Invalid `words_too_long`.
    """
    arrival = _entered(arrival_id)
    refuse_own_arrival(arrival_id, operator_id)
    if transfer_id is not None:
        _check_came_back(Transfer.objects.filter(pk=transfer_id).first(), arrival)
    arrival.claimed = "" if transfer_id else words.line(claimed, field="claimed", at_most=LONGEST_CLAIM)
    arrival.transfer_id = transfer_id
    arrival.matched_by_id = operator_id
    arrival.save(update_fields=["claimed", "transfer", "matched_by"])
    refuse_own_arrival(arrival_id, operator_id)
    effects.write(facts.arrival(arrival, "match", operator_id), now=now)
    return arrival


def _entered(arrival_id: int) -> Arrival:
    arrival = Arrival.objects.select_for_update().get(pk=arrival_id)
    if arrival.state != ArrivalState.ENTERED:
        raise DomainError("arrival_over", _("This has been booked or put away."))
    return arrival


def _end(arrival: Arrival, state: ArrivalState, operator_id: int, now: datetime) -> None:
    arrival.state, arrival.ended_by_id, arrival.ended_at = state, operator_id, now
    arrival.save(update_fields=["state", "ended_by", "ended_at"])


def _come_back(transfer_id: int, said: str, operator_id: int, now: datetime) -> None:
    transfer = Transfer.objects.select_for_update().get(pk=transfer_id)
    if transfer.state != TransferState.DONE:
        raise _not_out()
    transfer.state, transfer.ended_by_id, transfer.ended_at = TransferState.RETURNED, operator_id, now
    transfer.problem = said[:LONGEST_PROBLEM] or "The bank sent it back."
    transfer.save(update_fields=["state", "ended_by", "ended_at", "problem"])
    telling.tell_of_transfer(transfer, now=now)
    effects.write(facts.transfer(transfer, "return", operator_id), now=now)


def _check_came_back(transfer: Transfer | None, arrival: Arrival) -> None:
    if (
        transfer is None
        or transfer.state != TransferState.DONE
        or (transfer.amount, transfer.currency) != (arrival.amount, arrival.currency)
    ):
        raise _not_out()


def _not_out() -> DomainError:
    return DomainError("transfer_not_out", _("Nothing of exactly this amount is out that could have come back."))
