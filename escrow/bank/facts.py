"""What an act at the bank leaves behind: who did it, with ids and amounts only."""

from core.actor import Actor, Role
from core.effects import Effects, Subject
from escrow.bank.models import Arrival, Transfer
from escrow.moves import traces

#: The platform's own book.
BOOK = 0


def arrival(one: Arrival, verb: str, operator_id: int) -> Effects:
    """An audit row about a line of the statement."""
    return traces.audited(Subject("arrival", one.pk, BOOK), verb, Actor(Role.OPERATOR, operator_id), amount=one.amount)


def transfer(one: Transfer, verb: str, operator_id: int) -> Effects:
    """An audit row about money sent by hand."""
    return traces.audited(Subject("transfer", one.pk, BOOK), verb, Actor(Role.OPERATOR, operator_id), amount=one.amount)
