"""What an act leaves behind besides its own rows: deadlines, outbox messages, audit records.

Plain data. A money move carries them to the books' one door (`escrow.commit`); an act without money writes them with
`write`, inside its own transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from core.actor import Actor
from core.models import AuditRecord, Deadline, OutboxMessage


@dataclass(frozen=True, slots=True)
class Subject:
    """What a deadline or record is about: a type ("hold", "order", "payment", ...), its id, and the book it lies in."""

    type: str
    id: int
    book_id: int


@dataclass(frozen=True, slots=True)
class OpenDeadline:
    """Promise a time. `notice_wait` is None when it takes nothing from anybody."""

    subject: Subject
    kind: str
    due_at: datetime
    notice_wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class MoveDeadline:
    """Set another time for an open deadline; the proof of notice stays. Nothing happens when it is not open."""

    subject: Subject
    kind: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CloseDeadline:
    """End an open deadline.

    `kind` "*" ends all of the subject. `outcome` is "met" (somebody acted), "passed" or "moot".
    """

    subject: Subject
    kind: str
    outcome: str = "met"


@dataclass(frozen=True, slots=True)
class PauseDeadline:
    """Stop the clock of an open deadline and keep what is left."""

    subject: Subject
    kind: str


@dataclass(frozen=True, slots=True)
class ResumeDeadline:
    """Let a paused deadline run again, with at least `at_least` left."""

    subject: Subject
    kind: str
    at_least: timedelta


DeadlineChange = OpenDeadline | MoveDeadline | CloseDeadline | PauseDeadline | ResumeDeadline


@dataclass(frozen=True, slots=True)
class Message:
    """An outbox row: `topic` is a fact in the past tense ("hold.released"), `key` names it once and for all."""

    book_id: int
    key: str
    topic: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Audit:
    """An audit row: what `actor` did to `subject`."""

    subject: Subject
    action: str
    actor: Actor
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Effects:
    """All of an act's by-products. Add two with `+`."""

    deadlines: tuple[DeadlineChange, ...] = ()
    messages: tuple[Message, ...] = ()
    audits: tuple[Audit, ...] = ()

    def __add__(self, other: "Effects") -> "Effects":
        return Effects(self.deadlines + other.deadlines, self.messages + other.messages, self.audits + other.audits)


def write(effects: Effects, *, now: datetime) -> None:
    """Write `effects` in the caller's transaction. An outbox key that exists already is left as it is."""
    _change_deadlines(effects.deadlines, now)
    OutboxMessage.objects.bulk_create(
        [
            OutboxMessage(book_id=m.book_id, key=m.key, topic=m.topic, payload=m.payload, created_at=now, due_at=now)
            for m in effects.messages
        ],
        ignore_conflicts=True,
    )
    AuditRecord.objects.bulk_create(
        [
            AuditRecord(
                book_id=a.subject.book_id,
                subject_type=a.subject.type,
                subject_id=a.subject.id,
                action=a.action,
                actor_role=a.actor.role,
                actor_id=a.actor.user_id,
                at=now,
                data=a.data,
            )
            for a in effects.audits
        ]
    )


def _change_deadlines(changes: Iterable[DeadlineChange], now: datetime) -> None:
    for change in changes:
        about = Deadline.objects.filter(subject_type=change.subject.type, subject_id=change.subject.id, done_at=None)
        kind = Q() if change.kind == "*" else Q(kind=change.kind)
        match change:
            case OpenDeadline():
                Deadline.objects.create(
                    book_id=change.subject.book_id,
                    subject_type=change.subject.type,
                    subject_id=change.subject.id,
                    kind=change.kind,
                    window_from=now,
                    due_at=change.due_at,
                    notice_wait=change.notice_wait,
                )
            case MoveDeadline():
                about.filter(kind).update(due_at=change.due_at)
            case CloseDeadline():
                about.filter(kind).update(done_at=now, outcome=change.outcome, leased_until=None)
            case PauseDeadline():
                about.filter(kind, remainder=None).update(remainder=F("due_at") - now)
            case ResumeDeadline():
                for deadline in about.filter(kind).exclude(remainder=None):
                    left = max(deadline.remainder or timedelta(0), change.at_least)
                    Deadline.objects.filter(pk=deadline.pk).update(due_at=now + left, remainder=None)
