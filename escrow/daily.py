"""What moved into and out of keeping, day by day: the numbers anybody may see."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from escrow.chart import Kind
from escrow.currencies import NUMBERS

_FLOWS = """
SELECT (e.at AT TIME ZONE %(zone)s)::date AS day,
    coalesce(sum(p.amount) FILTER (WHERE p.credit >> 10 & 63 = %(hold)s), 0)::bigint,
    coalesce(sum(p.amount) FILTER (WHERE p.debit >> 10 & 63 = %(hold)s
        AND p.credit >> 10 & 63 = %(shops)s), 0)::bigint,
    coalesce(sum(p.amount) FILTER (WHERE p.debit >> 10 & 63 = %(hold)s
        AND p.credit >> 10 & 63 = %(buyers)s), 0)::bigint,
    coalesce(sum(p.amount) FILTER (WHERE p.debit >> 10 & 63 = %(hold)s), 0)::bigint
FROM ledger_posting p JOIN ledger_journalentry e ON e.id = p.entry_id
WHERE e.at >= %(since)s AND e.at < %(until)s AND p.debit & 1023 = %(currency)s
    AND %(hold)s IN (p.debit >> 10 & 63, p.credit >> 10 & 63)
GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class Flow:
    """One day's sums over all holds, minor units: into keeping, on to shops, back to buyers, and all that left."""

    day: date
    kept: int
    to_shops: int
    to_buyers: int
    left: int


def flows(currency: str, *, since: datetime, until: datetime, zone: str) -> list[Flow]:
    """The days from `since` to before `until` that saw a move, oldest first, as `zone` has them. One query."""
    parameters: dict[str, str | int | datetime] = {
        "zone": zone,
        "since": since,
        "until": until,
        "currency": NUMBERS[currency],
        "hold": Kind.HOLD.code,
        "shops": Kind.PAYABLE.code,
        "buyers": Kind.REFUND_DUE.code,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FLOWS, parameters)
        return [Flow(*row) for row in cursor.fetchall()]
