"""Rolling balances up, so that reading an account costs the same after ten million postings as after ten."""

from django.db import connection, transaction

from escrow.balances import LASTING

_LOCK_MARK = """
INSERT INTO ledger_checkpoint AS c (book_id, number, xid, debit, credit) VALUES (0, 0, 0, 0, 0)
ON CONFLICT (number, book_id) DO UPDATE SET xid = c.xid RETURNING xid
"""

# Only transactions that had ended when this statement began: one that still runs may commit a posting below the newest
# number. An account that belongs to one deal is added up under subject 0 of its kind.
_ROLL_UP = """
WITH edge AS (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS xid),
fresh AS (
    SELECT p.book_id, p.debit, p.credit, p.amount FROM ledger_posting p, edge
    WHERE p.xid >= %(mark)s AND p.xid < edge.xid
),
moved AS (
    SELECT book_id, debit AS number, amount AS debit, 0 AS credit FROM fresh
    UNION ALL SELECT book_id, credit, 0, amount FROM fresh
),
sums AS (
    SELECT book_id, CASE WHEN (number >> 10 & 63) = ANY(%(lasting)s) THEN number ELSE number & 65535 END AS number,
           sum(debit)::bigint AS debit, sum(credit)::bigint AS credit
    FROM moved GROUP BY 1, 2
),
rolled AS (
    INSERT INTO ledger_checkpoint AS c (book_id, number, xid, debit, credit)
    SELECT s.book_id, s.number, edge.xid, s.debit, s.credit FROM sums s, edge
    ON CONFLICT (number, book_id) DO UPDATE
        SET xid = excluded.xid, debit = c.debit + excluded.debit, credit = c.credit + excluded.credit
    RETURNING 1
)
UPDATE ledger_checkpoint SET xid = edge.xid FROM edge WHERE number = 0 AND book_id = 0
RETURNING (SELECT count(*) FROM rolled)
"""


def roll_up() -> int:
    """Add what was posted since the last time to the checkpoints; answers how many of them changed.

    A mark ahead of the server's own transactions comes from another server (a restored dump): then the checkpoints are
    made anew.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK_MARK)
        mark: int = cursor.fetchone()[0]
        cursor.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint")
        if mark > cursor.fetchone()[0]:
            cursor.execute("DELETE FROM ledger_checkpoint WHERE number <> 0")
            mark = 0
        cursor.execute(_ROLL_UP, {"mark": mark, "lasting": sorted(kind.code for kind in LASTING)})
        changed: int = cursor.fetchone()[0]
    return changed
