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

    def row(self) -> tuple[str, Row]:
        """The list of `write_effects` it belongs to, and its row there. What is NULL is left out."""
        row: Row = {
            "book_id": self.subject.book_id,
            "subject_type": self.subject.type,
            "subject_id": self.subject.id,
            "kind": self.kind,
            "due_at": self.due_at,
        }
        if self.notice_wait is not None:
            row["notice_wait"] = self.notice_wait.total_seconds()
        return "open_deadline", row


class MoveDeadline(NamedTuple):
    """Set another time for an open deadline; the proof of notice stays. Nothing happens when it is not open."""

    subject: Subject
    kind: str
    due_at: datetime

    def row(self) -> tuple[str, Row]:
        """As `OpenDeadline.row`."""
        return "move_deadline", _named(self) | {"due_at": self.due_at}


class CloseDeadline(NamedTuple):
    """End an open deadline.

    `kind` "*" ends all of the subject that are not named besides. `outcome` is "met" (somebody acted), "passed" or
    "moot".
    """

    subject: Subject
    kind: str
    outcome: str = "met"

    def row(self) -> tuple[str, Row]:
        """As `OpenDeadline.row`."""
        if self.kind != "*":
            return "close_deadline", _named(self) | {"outcome": self.outcome}
        subject = self.subject
        return "close_all_deadlines", {
            "subject_type": subject.type,
            "subject_id": subject.id,
            "outcome": self.outcome,
        }


class PauseDeadline(NamedTuple):
    """Stop the clock of an open deadline and keep what is left."""

    subject: Subject
    kind: str

    def row(self) -> tuple[str, Row]:
        """As `OpenDeadline.row`."""
        return "pause_deadline", _named(self)


class ResumeDeadline(NamedTuple):
    """Let a paused deadline run again, with at least `at_least` left."""

    subject: Subject
    kind: str
    at_least: timedelta

    def row(self) -> tuple[str, Row]:
        """As `OpenDeadline.row`."""
        return "resume_deadline", _named(self) | {"at_least": self.at_least.total_seconds()}


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
    parts: dict[str, Any] = {"now": now}
    add_to(parts, effects)
    if len(parts) > 1:
        call("write_effects", parts)


def add_to(parts: dict[str, Any], effects: Effects) -> None:
    """Put `effects` into the lists that the database's function `write_effects` reads (core/sql/write_effects.sql)."""
    for change in effects.deadlines:
        part, row = change.row()
        parts.setdefault(part, []).append(row)
    for message in effects.messages:
        parts.setdefault("message", []).append(
            {"book_id": message.book_id, "key": message.key, "topic": message.topic, "payload": message.payload}
        )
    for audit in effects.audits:
        subject, actor = audit.subject, audit.actor
        row = {
            "book_id": subject.book_id,
            "subject_type": subject.type,
            "subject_id": subject.id,
            "action": audit.action,
            "actor_role": actor.role,
            "data": audit.data,
        }
        if actor.user_id is not None:
            row["actor_id"] = actor.user_id
        parts.setdefault("audit", []).append(row)


def _named(change: MoveDeadline | CloseDeadline | PauseDeadline | ResumeDeadline) -> Row:
    return {"subject_type": change.subject.type, "subject_id": change.subject.id, "kind": change.kind}
