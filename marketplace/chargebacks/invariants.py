"""What must always be true of chargebacks and their orders, each a name and a statement of what breaks it.

What a chargeback has told and nobody has acted on yet breaks nothing.
"""

from datetime import datetime

from escrow.invariants import Broken, broken_ones

STATEMENTS: dict[str, str] = {
    "a_disputed_payment_moves_nothing": """
        SELECT 'hold ' || h.id || ' of chargeback ' || c.id FROM payments_chargeback c
        JOIN payments_capture t ON t.id = c.capture_id
        JOIN escrow_hold h ON h.payment_id = t.payment_id AND h.state = 'held'
        WHERE c.state = 'open' AND t.verdict = 'good' AND NOT EXISTS (
              SELECT FROM core_outboxmessage m WHERE m.delivered_at IS NULL AND m.topic LIKE 'chargeback.%'
                AND (m.payload->>'chargeback')::bigint = c.id)
          AND NOT EXISTS (
            SELECT FROM escrow_freeze f WHERE f.hold_id = h.id AND f.cause = 'chargeback' AND f.cause_id = c.id
              AND f.lifted_at IS NULL)""",
    "only_an_open_chargeback_binds": """
        SELECT b.kind || ' of hold ' || b.hold_id FROM (
            SELECT 'freeze' AS kind, hold_id, cause_id FROM escrow_freeze
            WHERE cause = 'chargeback' AND lifted_at IS NULL
            UNION ALL
            SELECT 'reserve', hold_id, cause_id FROM escrow_reserve
            WHERE cause = 'chargeback' AND lifted_at IS NULL) AS b
        LEFT JOIN payments_chargeback c ON c.id = b.cause_id
        WHERE c.id IS NULL OR (c.ended_at IS NOT NULL AND NOT EXISTS (
              SELECT FROM core_outboxmessage m WHERE m.delivered_at IS NULL AND m.topic LIKE 'chargeback.%'
                AND (m.payload->>'chargeback')::bigint = c.id))""",
    "a_claim_waits_while_its_payment_is_disputed": """
        SELECT 'deadline ' || d.kind || ' of claim ' || c.id FROM claims_claim c
        JOIN escrow_freeze f ON f.hold_id = c.order_id AND f.cause = 'chargeback' AND f.lifted_at IS NULL
        JOIN core_deadline d ON d.subject_type = 'claim' AND d.subject_id = c.id
        WHERE c.ended_at IS NULL AND d.done_at IS NULL AND d.remainder IS NULL""",
}

NAMES = tuple(STATEMENTS)


def check_all(now: datetime) -> list[Broken]:
    """Every invariant of chargebacks that does not hold; an empty list when all is well."""
    return broken_ones(STATEMENTS)
