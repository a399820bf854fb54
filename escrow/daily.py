"""What moved into and out of keeping, and what became the host's own, day by day: of all books or of one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from escrow.balances import OWED, OWNED
from escrow.chart import Kind
from escrow.currencies import NUMBERS

_FLOWS = """
SELECT (e.at AT TIME ZONE %(zone)s)::date AS day,
    coalesce(sum(p.amount) FILTER (WHERE p.credit >> 10 & 63 = %(hold)s), 0)::bigint,
    coalesce(sum(p.amount) FILTER (WHERE p.debit >> 10 & 63 = %(hold)s
        AND p.credit >> 10 & 63 = %(shops)s), 0)::bigint,
    coalesce(sum(p.amount) FILTER (WHERE p.debit >> 10 & 63 = %(hold)s
        AND p.credit >> 10 & 63 = %(buyers)s), 0)::bigint,
    coalesce(sum(p.amount) FILTER (WHERE p.debit >> 10 & 63 = %(hold)s), 0)::bigint,
    (coalesce(sum(p.amount) FILTER (WHERE p.debit >> 10 & 63 = ANY(%(covered)s)), 0)
     - coalesce(sum(p.amount) FILTER (WHERE p.credit >> 10 & 63 = ANY(%(covered)s)), 0))::bigint
FROM ledger_journalentry e JOIN ledger_posting p ON p.entry_id = e.id
WHERE e.at >= %(since)s AND e.at < %(until)s AND p.debit & 1023 = %(currency)s
    AND (%(book)s IS NULL OR e.book_id = %(book)s)
GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Flow:
    """One day's sums over all holds, minor units: into keeping, on to shops, back to buyers, and all that left.

    `ours` is by how much cover, what is the host's own, rose that day (or fell, below 0).
    """

    day: date
    kept: int = 0
    to_shops: int = 0
    to_buyers: int = 0
    left: int = 0
    ours: int = 0


def flows(currency: str, *, since: datetime, until: datetime, zone: str, book_id: int | None = None) -> list[Flow]:
    """The days from `since` to before `until` that saw a move, oldest first, as `zone` has them. One query.

    With `book_id`, those of one shop.
    """
    parameters: dict[str, Any] = {
        "zone": zone,
        "since": since,
        "until": until,
        "currency": NUMBERS[currency],
        "hold": Kind.HOLD.code,
        "shops": Kind.PAYABLE.code,
        "buyers": Kind.REFUND_DUE.code,
        "covered": [kind.code for kind in (*OWED, *OWNED)],
        "book": book_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FLOWS, parameters)
        return [Flow(*row) for row in cursor.fetchall()]
