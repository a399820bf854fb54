"""What an act leaves behind besides its own rows: deadlines, outbox messages, audit records.

Plain data. A money move carries them to the books' one door (`escrow.commit`); an act without money writes them with
`write`, inside its own transaction.
"""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from core.actor import Actor
from core.calls import call

Row = dict[str, Any]


class Subject(NamedTuple):
    """What a deadline or record is about: a type ("hold", "order", "payment", ...), its id, and the book it lies in."""

    type: str
    id: int
    book_id: int


class OpenDeadline(NamedTuple):
    """Promise a time. `notice_wait` is None when it takes nothing from anybody."""

    subject: Subject
    kind: str
    due_at: datetime
    notice_wait: timedelta | None = None


class MoveDeadline(NamedTuple):
    """Set another time for an open deadline; the proof of notice stays. Nothing happens when it is not open."""

    subject: Subject
    kind: str
    due_at: datetime


class CloseDeadline(NamedTuple):
    """End an open deadline.

    `kind` "*" ends all of the subject that are not named besides. `outcome` is "met" (somebody acted), "passed" or
    "moot".
    """

    subject: Subject
    kind: str
    outcome: str = "met"


class PauseDeadline(NamedTuple):
    """Stop the clock of an open deadline and keep what is left."""

    subject: Subject
    kind: str


class ResumeDeadline(NamedTuple):
    """Let a paused deadline run again, with at least `at_least` left."""

    subject: Subject
    kind: str
    at_least: timedelta


DeadlineChange = OpenDeadline | MoveDeadline | CloseDeadline | PauseDeadline | ResumeDeadline


class Message(NamedTuple):
    """An outbox row: `topic` is a fact in the past tense ("hold.released"), `key` names it once and for all."""

    book_id: int
    key: str
    topic: str
    payload: dict[str, Any]


class Audit(NamedTuple):
    """An audit row: what `actor` did to `subject`."""

    subject: Subject
    action: str
    actor: Actor
    data: dict[str, Any] = {}


class Effects(NamedTuple):
    """All of an act's by-products. Add two with `+`."""

    deadlines: tuple[DeadlineChange, ...] = ()
    messages: tuple[Message, ...] = ()
    audits: tuple[Audit, ...] = ()

    def __add__(self, other: "Effects") -> "Effects":  # type: ignore[override]  # joins them part by part
        return Effects(self.deadlines + other.deadlines, self.messages + other.messages, self.audits + other.audits)


def write(effects: Effects, *, now: datetime) -> None:
    """Write `effects` in the caller's transaction, in one round trip. An outbox key that exists is left as it is."""
    parts = as_parts(effects)
    if parts:
        call("write_effects", {"now": now, **parts})


def as_parts(effects: Effects) -> dict[str, list[Row]]:
    """The lists that the database's function `write_effects` reads (core/sql/write_effects.sql)."""
    parts: dict[str, list[Row]] = {}
    for change in effects.deadlines:
        part, row = _deadline(change)
        parts.setdefault(part, []).append(row)
    if effects.messages:
        parts["message"] = [
            {"book_id": message.book_id, "key": message.key, "topic": message.topic, "payload": message.payload}
            for message in effects.messages
        ]
    if effects.audits:
        parts["audit"] = [
            {
                "book_id": audit.subject.book_id,
                "subject_type": audit.subject.type,
                "subject_id": audit.subject.id,
                "action": audit.action,
                "actor_role": audit.actor.role,
                "actor_id": audit.actor.user_id,
                "data": audit.data,
            }
            for audit in effects.audits
        ]
    return parts


def _deadline(change: DeadlineChange) -> tuple[str, Row]:
    row: Row = {"subject_type": change.subject.type, "subject_id": change.subject.id, "kind": change.kind}
    match change:
        case OpenDeadline():
            wait = None if change.notice_wait is None else change.notice_wait.total_seconds()
            return "open_deadline", row | {
                "book_id": change.subject.book_id,
                "due_at": change.due_at,
                "notice_wait": wait,
            }
        case MoveDeadline():
            return "move_deadline", row | {"due_at": change.due_at}
        case CloseDeadline():
            part = "close_all_deadlines" if change.kind == "*" else "close_deadline"
            return part, row | {"outcome": change.outcome}
        case PauseDeadline():
            return "pause_deadline", row
        case ResumeDeadline():
            return "resume_deadline", row | {"at_least": change.at_least.total_seconds()}
