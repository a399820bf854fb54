"""A move, whole, in words that a person can compare: what changes, is taken from, written, posted and left behind."""

from collections.abc import Iterator, Mapping
from typing import Any

from core.actor import Actor
from core.effects import Audit, CloseDeadline, DeadlineChange, Message, OpenDeadline, Subject
from escrow.move import CHANGEABLE, Move


def told(move: Move) -> Iterator[str]:
    """One line for each part of the move."""
    for row, new in move.changes:
        yield f"  {CHANGEABLE[type(row)][0]} {row.pk} version {row.version}: {_values(new) or 'must be as it was'}"
    for book_id, account, version in move.takings:
        yield f"  takes from {account.label} of book {book_id} version {version}, {account.currency}"
    for part, values in move.rows:
        yield f"  {part}: {_values(values)}"
    for book_id, key, lines in move.entries:
        yield f"  entry of book {book_id}: {key}"
        for debit, credit, amount in lines:
            in_money_of = " and ".join(dict.fromkeys((debit.currency, credit.currency)))
            yield f"    {debit.label} -> {credit.label} {amount} {in_money_of}"
    for deadline in move.effects.deadlines:
        yield f"  {_deadline(deadline)}"
    for message in move.effects.messages:
        yield f"  {_message(message)}"
    for audit in move.effects.audits:
        yield f"  {_audit(audit)}"


def _deadline(change: DeadlineChange) -> str:
    match change:
        case OpenDeadline():
            until = f"{change.due_at:%Y-%m-%d %H:%M}"
            return f"promises {change.kind} of {_subject(change.subject)} at {until}, notice {change.notice_wait}"
        case CloseDeadline():
            return f"ends {change.kind} of {_subject(change.subject)}: {change.outcome}"
        case _:
            return repr(change)


def _message(message: Message) -> str:
    return f"tells book {message.book_id} {message.topic} once as {message.key}: {_values(message.payload)}"


def _audit(audit: Audit) -> str:
    return f"records {audit.action} of {_subject(audit.subject)} by {_actor(audit.actor)}: {_values(audit.data)}"


def _subject(subject: Subject) -> str:
    return f"{subject.type} {subject.id} in book {subject.book_id}"


def _actor(actor: Actor) -> str:
    return f"{actor.role} {actor.user_id}"


def _values(values: Mapping[str, Any]) -> str:
    """In one order, whatever order they were written in. A string stands in quotes, None and a number do not."""
    return ", ".join(f"{name} {_value(value)}" for name, value in sorted(values.items()))


def _value(value: object) -> str:
    return f"'{value}'" if isinstance(value, str) else str(value)
