"""A whole statement is entered, line by line: what was entered before stays what it was."""

from dataclasses import dataclass
from datetime import datetime

from core.errors import DomainError
from escrow.bank.actions.enter_arrival import enter_arrival
from escrow.bank.statement import Statement


@dataclass(frozen=True, slots=True)
class Entered:
    """How many lines are new, and how many were known."""

    new: int
    known: int


def enter_statement(statement: Statement, *, operator_id: int, now: datetime) -> Entered:
    """Enter its lines, each by an act of its own: what a crash leaves out, the same statement brings again."""
    new = 0
    for row in statement.rows:
        try:
            enter_arrival(row.line, nth=row.nth, operator_id=operator_id, now=now)
        except DomainError as refusal:
            if refusal.code != "entered_already":
                raise
        else:
            new += 1
    return Entered(new, len(statement.rows) - new)
