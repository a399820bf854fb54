"""What must always be true of suspensions, each a name and a statement of what breaks it. They run with the books'
own.
"""

# ruff: noqa: S608 - statements are put together from parts of our own alone
from datetime import datetime

from escrow.invariants import AT_ONCE, Broken, broken_ones

STATEMENTS: dict[str, str] = {
    "payouts_are_stopped_while_a_shop_is_suspended": """
        SELECT 'suspension ' || s.id FROM suspensions_suspension s
        LEFT JOIN payments_payoutstop p ON p.cause = 'suspension' AND p.cause_id = s.id
        WHERE s.subject_type = 'shop'
          AND (p.book_id IS DISTINCT FROM s.subject_id OR p.lifted_at IS DISTINCT FROM s.lifted_at)
        UNION ALL
        SELECT 'stop ' || p.id || ' without its suspension' FROM payments_payoutstop p
        WHERE p.cause = 'suspension' AND NOT EXISTS (
            SELECT FROM suspensions_suspension s WHERE s.id = p.cause_id AND s.subject_type = 'shop')""",
    "the_shop_of_a_suspended_person_is_suspended": """
        SELECT 'shop ' || c.id FROM suspensions_suspension s JOIN catalog_shop c ON c.owner_id = s.person_id
        WHERE s.subject_type = 'person' AND s.lifted_at IS NULL AND NOT EXISTS (
            SELECT FROM suspensions_suspension o
            WHERE o.subject_type = 'shop' AND o.subject_id = c.id AND o.lifted_at IS NULL)""",
    "a_shops_suspension_concerns_its_owner": """
        SELECT 'suspension ' || s.id FROM suspensions_suspension s
        LEFT JOIN catalog_shop c ON c.id = s.subject_id
        WHERE s.subject_type = 'shop' AND c.owner_id IS DISTINCT FROM s.person_id""",
    "nothing_is_ordered_while_suspended": f"""
        SELECT 'order ' || o.id FROM suspensions_suspension s JOIN orders_order o
            ON (s.subject_type = 'shop' AND o.shop_id = s.subject_id)
            OR (s.subject_type = 'person' AND o.buyer_id = s.subject_id)
        WHERE o.placed_at > s.at + {AT_ONCE} AND o.placed_at < coalesce(s.lifted_at, 'infinity') - {AT_ONCE}""",
    "an_appeal_that_waits_is_promised": """
        SELECT 'suspension ' || s.id FROM suspensions_suspension s
        WHERE (s.appealed_at IS NOT NULL AND s.kept_at IS NULL AND s.lifted_at IS NULL AND NOT EXISTS (
                   SELECT FROM core_deadline d WHERE d.subject_type = 'suspension' AND d.subject_id = s.id
                     AND d.kind = 'suspension_appeal' AND (d.done_at IS NULL OR d.outcome = 'passed')))
           OR ((s.kept_at IS NOT NULL OR s.lifted_at IS NOT NULL) AND EXISTS (
                   SELECT FROM core_deadline d WHERE d.subject_type = 'suspension' AND d.subject_id = s.id
                     AND d.done_at IS NULL))""",
}

NAMES = tuple(STATEMENTS)


def check_all(now: datetime) -> list[Broken]:
    """Every invariant of suspensions that does not hold; an empty list when all is well."""
    return broken_ones(STATEMENTS)
