"""What the tests of reviews read back, as plain rows."""

from datetime import datetime
from typing import Any

from core.models import AuditRecord, Deadline, OutboxMessage
from marketplace.orders.models import Order
from reviews.models import Review


def reviews(order: Order) -> list[tuple[str, int, bool]]:
    """(side, stars, open) of the order's reviews, in the order they were written."""
    rows = Review.objects.filter(order=order).order_by("written_at", "pk")
    return [(row.by_role, row.stars, row.opened_at is not None) for row in rows]


def clock(order: Order) -> list[tuple[datetime, str]]:
    """(due, outcome) of every window that was opened."""
    rows = Deadline.objects.filter(subject_type="order", subject_id=order.pk, kind="review").order_by("pk")
    return [(row.due_at, row.outcome) for row in rows]


def topics(order: Order) -> list[str]:
    """What was told about the order's reviews, in order."""
    rows = OutboxMessage.objects.filter(payload__order=order.pk, topic__startswith="review.").order_by("pk")
    return list(rows.values_list("topic", flat=True))


def everything() -> dict[str, Any]:
    """All that a refusal must leave as it was."""
    return {
        "reviews": list(Review.objects.order_by("pk").values()),
        "audit": AuditRecord.objects.count(),
        "outbox": OutboxMessage.objects.count(),
        "deadlines": list(Deadline.objects.order_by("pk").values()),
    }
