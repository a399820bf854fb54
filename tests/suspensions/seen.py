"""What the tests of suspensions read back, as plain rows."""

from datetime import datetime
from typing import Any

from core.models import AuditRecord, Deadline, OutboxMessage
from escrow.payments.models import PayoutStop
from marketplace.suspensions.models import Suspension


def suspensions() -> list[tuple[str, int, bool]]:
    """(of what, its id, open), in the order they were imposed."""
    rows = Suspension.objects.order_by("pk")
    return [(row.subject_type, row.subject_id, row.is_open) for row in rows]


def records() -> list[tuple[str, int, int, str, str]]:
    """(of what, its id, its book, act, role) of every record about suspensions, in order."""
    rows = AuditRecord.objects.filter(action__startswith="suspen").order_by("pk")
    return list(rows.values_list("subject_type", "subject_id", "book_id", "action", "actor_role"))


def told() -> list[tuple[str, dict[str, Any]]]:
    """(topic, payload) of what was told, in order."""
    rows = OutboxMessage.objects.filter(topic__startswith="suspension.").order_by("pk")
    return list(rows.values_list("topic", "payload"))


def stops() -> list[tuple[int, bool]]:
    """(book, open) of every stop of payouts."""
    return [(row.book_id, row.lifted_at is None) for row in PayoutStop.objects.order_by("pk")]


def promises() -> list[tuple[int, datetime, str]]:
    """(suspension, due, outcome) of what was promised about appeals."""
    rows = Deadline.objects.filter(subject_type="suspension").order_by("pk")
    return list(rows.values_list("subject_id", "due_at", "outcome"))


def everything() -> dict[str, Any]:
    """All that a refusal must leave as it was."""
    return {
        "suspensions": list(Suspension.objects.order_by("pk").values()),
        "stops": list(PayoutStop.objects.order_by("pk").values()),
        "audit": AuditRecord.objects.count(),
        "outbox": OutboxMessage.objects.count(),
        "deadlines": list(Deadline.objects.order_by("pk").values()),
    }
