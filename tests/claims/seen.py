"""What the tests of claims read back, as plain rows."""

from datetime import datetime
from typing import Any

from django.db import connection

from core.models import AuditRecord, Deadline, OutboxMessage
from escrow.ledger.models import JournalEntry
from escrow.models import Freeze, Hold, Reserve
from escrow.payments.models import Refund
from marketplace.claims.models import Claim, Offer, Ruling, Statement
from marketplace.orders.models import Order
from tests.orders import seen

#: What a refusal must leave as it was: the rows concerned, all rows, and how many there are.
_ONE = [model._meta.db_table for model in (Claim, Hold, Order)]
_ALL = [model._meta.db_table for model in (Deadline, Offer, Ruling, Freeze, Reserve)]
_COUNTED = [model._meta.db_table for model in (JournalEntry, AuditRecord, OutboxMessage, Statement)]


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
    asked = [f"(SELECT jsonb_agg(to_jsonb(t) ORDER BY id) FROM {table} t WHERE id = %s)" for table in _ONE]
    asked += [f"(SELECT jsonb_agg(to_jsonb(t) ORDER BY id) FROM {table} t)" for table in _ALL]
    asked += [f"(SELECT count(*) FROM {table})" for table in _COUNTED]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", [claim.pk, claim.order.hold_id, claim.order.pk])
        return dict(zip((*_ONE, *_ALL, *_COUNTED), cursor.fetchone(), strict=True))
