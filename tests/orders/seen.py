"""What the tests of orders read back: the journal, deadlines, messages, stock, as plain rows."""

from datetime import datetime

from core.models import AuditRecord, Deadline, OutboxMessage
from escrow.chart import account_of
from escrow.ledger.models import JournalEntry, Posting
from marketplace.catalog.models import Sku
from marketplace.orders.models import Order

Line = tuple[str, str, str, int]


def journal() -> list[Line]:
    """Every posting as (key, debit, credit, amount), in the order they were written."""
    keys = dict(JournalEntry.objects.values_list("pk", "key"))
    return [
        (keys[row.entry_id], account_of(row.debit).label, account_of(row.credit).label, row.amount)
        for row in Posting.objects.order_by("pk")
    ]


def funded(order: Order, charge: str) -> list[Line]:
    """The journal of an order that was paid by itself."""
    hold, payment, amount = order.hold_id, order.checkout.payment_id, order.hold.amount
    return [
        (f"capture:sandbox:{charge}", "provider:sandbox", f"payment:{payment}", amount),
        (f"hold:{hold}:fund", f"payment:{payment}", f"hold:{hold}", amount),
    ]


def open_deadlines(order: Order) -> dict[str, datetime]:
    """The running deadlines of an order, its hold and its payment, by kind."""
    return {row.kind: row.due_at for row in _deadlines(order) if row.done_at is None and row.remainder is None}


def outcomes(order: Order) -> dict[str, str]:
    """How the deadlines that ended did, by kind."""
    return {row.kind: row.outcome for row in _deadlines(order) if row.done_at is not None}


def _deadlines(order: Order) -> list[Deadline]:
    subjects = {("order", order.pk), ("hold", order.hold_id), ("payment", order.checkout.payment_id)}
    rows = Deadline.objects.exclude(kind="ask_payment").order_by("pk")
    return [row for row in rows if (row.subject_type, row.subject_id) in subjects]


def topics(order: Order) -> list[str]:
    """What was told about an order, in order."""
    rows = OutboxMessage.objects.filter(payload__order=order.pk).order_by("pk")
    return list(rows.values_list("topic", flat=True))


def facts(order: Order) -> list[tuple[str, str]]:
    """Who did what to an order, in order: (action, role)."""
    rows = AuditRecord.objects.filter(subject_type="order", subject_id=order.pk).order_by("pk")
    return list(rows.values_list("action", "actor_role"))


def stock(order: Order) -> list[tuple[int, int, int]]:
    """(received, reserved, sold) of the order's SKUs."""
    skus = Sku.objects.filter(order_lines__order=order).order_by("pk")
    return list(skus.values_list("received", "reserved", "sold"))
