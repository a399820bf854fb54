"""What the tests of claims read back, as plain rows."""

from datetime import datetime
from typing import Any

from core.models import AuditRecord, Deadline, OutboxMessage
from escrow.ledger.models import JournalEntry
from escrow.models import Freeze, Reserve
from escrow.payments.models import Refund
from marketplace.claims.models import Claim, Offer, Ruling, Statement
from marketplace.orders.models import Order
from tests.orders import seen


def clocks(claim: Claim) -> dict[str, datetime]:
    """The running clocks of the claim by kind, without those of the cap."""
    rows = Deadline.objects.filter(subject_type="claim", subject_id=claim.pk, done_at=None, remainder=None)
    return {row.kind: row.due_at for row in rows if not row.kind.startswith(("custody", "remind"))}


def after_funding(order: Order) -> list[seen.Line]:
    """The journal of the order since its money was in keeping."""
    return seen.journal()[2:]


def topics(claim: Claim) -> list[str]:
    """What was told about the claim, in order."""
    rows = OutboxMessage.objects.filter(payload__claim=claim.pk).order_by("pk")
    return list(rows.values_list("topic", flat=True))


def record(claim: Claim) -> list[tuple[str, str, str, str]]:
    """Who did what to the claim: (verb, role, from, to)."""
    rows = AuditRecord.objects.filter(subject_type="claim", subject_id=claim.pk).order_by("pk")
    return [(row.action, row.actor_role, row.data.get("from", "="), row.data.get("to", "=")) for row in rows]


def freezes() -> list[tuple[str, bool]]:
    """(cause, lifted) of every freeze."""
    return [(row.cause, row.lifted_at is not None) for row in Freeze.objects.order_by("pk")]


def reserves() -> list[tuple[str, int, bool]]:
    """(cause, amount, lifted) of everything that was kept back."""
    return [(row.cause, row.amount, row.lifted_at is not None) for row in Reserve.objects.order_by("pk")]


def refunds() -> list[tuple[int, str]]:
    return list(Refund.objects.order_by("pk").values_list("amount", "reason"))


def everything(claim: Claim) -> dict[str, Any]:
    """All that a refusal must leave as it was."""
    order = claim.order
    return {
        "claim": Claim.objects.filter(pk=claim.pk).values().get(),
        "hold": type(order.hold).objects.filter(pk=order.hold_id).values().get(),
        "order": Order.objects.filter(pk=order.pk).values().get(),
        "entries": JournalEntry.objects.count(),
        "audit": AuditRecord.objects.count(),
        "outbox": OutboxMessage.objects.count(),
        "deadlines": list(Deadline.objects.order_by("pk").values()),
        "offers": list(Offer.objects.order_by("pk").values()),
        "rulings": list(Ruling.objects.order_by("pk").values()),
        "statements": Statement.objects.count(),
        "freezes": freezes(),
        "reserves": reserves(),
    }
