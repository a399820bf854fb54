"""Which tables a statement would read through, were they large."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection

#: What grows with every order.
LARGE = {
    "claims_claim",
    "core_deadline",
    "escrow_hold",
    "orders_checkout",
    "orders_order",
    "payments_capture",
    "payments_payment",
    "payments_payout",
    "payments_refund",
}


#: What is left is a bitmap of what an index says, however small the tables of a test are; and a plan made now.
_BY_INDEX = """
    SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off; SET LOCAL enable_indexonlyscan = off;
    SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; SET LOCAL plan_cache_mode = force_custom_plan
"""


def read_through(statement: str, params: Sequence[Any] = ()) -> set[str]:
    """Those that an index could not answer for. Inside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_INDEX)
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", params)
        ((plan,),) = cursor.fetchone()
    scans = [part for part in _parts(plan["Plan"]) if part.get("Relation Name") in LARGE]
    return {scan["Relation Name"] for scan in scans if scan["Node Type"] != "Bitmap Heap Scan"}


def _parts(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _parts(part)
