"""What must always be true of claims, each a name and a statement of what breaks it. They run with the books' own."""

from datetime import datetime

from escrow.invariants import Broken, broken_ones

STATEMENTS: dict[str, str] = {
    "open_claim_has_one_freeze": """
        SELECT 'claim ' || c.id || ': ' || coalesce(f.open, 0) || ' freezes' FROM claims_claim c
        JOIN orders_order o ON o.id = c.order_id
        LEFT JOIN (
            SELECT cause_id, hold_id, count(*) AS open FROM escrow_freeze
            WHERE cause = 'claim' AND lifted_at IS NULL GROUP BY 1, 2
        ) AS f ON f.cause_id = c.id AND f.hold_id = o.hold_id
        WHERE coalesce(f.open, 0) <> CASE WHEN c.ended_at IS NULL AND NOT c.after_sale THEN 1 ELSE 0 END""",
    "open_freeze_has_its_claim": """
        SELECT 'freeze ' || f.id FROM escrow_freeze f
        WHERE f.cause = 'claim' AND f.lifted_at IS NULL
          AND NOT EXISTS (SELECT FROM claims_claim c JOIN orders_order o ON o.id = c.order_id
                          WHERE c.id = f.cause_id AND o.hold_id = f.hold_id AND c.ended_at IS NULL)""",
    "an_open_after_sale_claim_keeps_back_what_it_asks": """
        SELECT 'claim ' || coalesce(c.id, r.cause_id) || ': asked ' || coalesce(c.asked, 0) || ', kept back '
               || coalesce(r.amount, 0)
        FROM (SELECT c.id, o.hold_id, c.goods + c.other + c.tax + c.postage AS asked FROM claims_claim c
              JOIN orders_order o ON o.id = c.order_id WHERE c.after_sale AND c.ended_at IS NULL) AS c
        FULL JOIN (SELECT * FROM escrow_reserve WHERE cause = 'claim' AND lifted_at IS NULL) AS r
            ON r.cause_id = c.id AND r.hold_id = c.hold_id
        WHERE c.asked IS DISTINCT FROM r.amount""",
    "open_claim_has_a_next_step": """
        SELECT 'claim ' || c.id || ' is ' || c.state || ' and nothing is due' FROM claims_claim c
        WHERE c.ended_at IS NULL AND NOT EXISTS (
            SELECT FROM core_deadline d WHERE d.subject_type = 'claim' AND d.subject_id = c.id
              AND d.done_at IS NULL AND d.remainder IS NULL
              AND d.kind NOT LIKE 'custody%' AND d.kind NOT LIKE 'remind%')
          AND NOT EXISTS (SELECT FROM escrow_freeze f WHERE f.hold_id = c.order_id AND f.cause = 'chargeback'
                          AND f.lifted_at IS NULL)
          AND NOT EXISTS (SELECT FROM escrow_reserve r WHERE r.hold_id = c.order_id AND r.cause = 'chargeback'
                          AND r.lifted_at IS NULL)""",
    "closed_claims_promise_nothing": """
        SELECT 'deadline ' || d.kind || ' of claim ' || c.id FROM core_deadline d
        JOIN claims_claim c ON c.id = d.subject_id AND d.subject_type = 'claim'
        WHERE d.done_at IS NULL AND c.ended_at IS NOT NULL""",
    "order_clocks_stand_still_under_a_claim": """
        SELECT 'deadline ' || d.kind || ' of order ' || c.order_id FROM claims_claim c
        JOIN orders_order o ON o.id = c.order_id
        JOIN core_deadline d ON (d.subject_type, d.subject_id) IN (('order', o.id), ('hold', o.hold_id))
        WHERE c.ended_at IS NULL AND NOT c.after_sale AND d.done_at IS NULL AND d.remainder IS NULL""",
    "an_open_offer_is_waited_for": """
        SELECT 'claim ' || c.id || ' is ' || c.state FROM claims_claim c
        WHERE (c.state = 'offered') <> EXISTS (SELECT FROM claims_offer o WHERE o.claim_id = c.id
                                               AND o.answered_at IS NULL)""",
    "a_ruling_ends_as_the_hold_was_settled": """
        SELECT 'claim ' || c.id || ' ended by ' || c.outcome || ', the hold is ' || h.state FROM claims_claim c
        JOIN orders_order o ON o.id = c.order_id JOIN escrow_hold h ON h.id = o.hold_id
        WHERE (c.outcome IN ('ruled', 'default', 'first_ruling')
               AND (h.state <> CASE WHEN c.after_sale THEN 'released' ELSE 'settled' END
                    OR NOT EXISTS (SELECT FROM claims_ruling r WHERE r.claim_id = c.id AND r.final_at IS NOT NULL)))
           OR (h.state = 'settled' AND NOT EXISTS (
                   SELECT FROM claims_claim d WHERE d.order_id = o.id
                   AND d.outcome IN ('ruled', 'default', 'first_ruling') AND NOT d.after_sale))""",
    "whoever_rules_is_nobody_concerned": """
        SELECT 'ruling ' || r.id FROM claims_ruling r JOIN claims_claim c ON c.id = r.claim_id
        JOIN orders_order o ON o.id = c.order_id JOIN catalog_shop s ON s.id = o.shop_id
        WHERE r.operator_id IN (o.buyer_id, s.owner_id) OR r.second_id IN (o.buyer_id, s.owner_id)
           OR (r.number = 2 AND EXISTS (
               SELECT FROM claims_ruling f WHERE f.claim_id = r.claim_id AND f.number = 1 AND f.declined_at IS NULL
                 AND (r.operator_id IN (f.operator_id, f.second_id)
                      OR r.second_id IN (f.operator_id, f.second_id))))""",
}

NAMES = tuple(STATEMENTS)


def check_all(now: datetime) -> list[Broken]:
    """Every invariant of claims that does not hold; an empty list when all is well."""
    return broken_ones(STATEMENTS)
