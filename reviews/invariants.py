"""What must always be true of reviews, each a name and a statement of what breaks it. They run with the books' own."""

from datetime import datetime

from escrow.invariants import Broken, broken_ones

STATEMENTS: dict[str, str] = {
    "reviews_follow_the_end_of_the_money": """
        SELECT 'review ' || r.id || ' of order ' || o.id || ', whose hold is ' || h.state FROM reviews_review r
        JOIN orders_order o ON o.id = r.order_id JOIN escrow_hold h ON h.id = o.hold_id
        WHERE h.state NOT IN ('released', 'refunded', 'settled') OR r.written_at < h.ended_at
           OR r.shop_id <> o.shop_id""",
    "sealed_reviews_have_a_clock": """
        SELECT 'review ' || r.id FROM reviews_review r
        WHERE r.opened_at IS NULL AND NOT EXISTS (
            SELECT FROM core_deadline d WHERE d.subject_type = 'order' AND d.subject_id = r.order_id
              AND d.kind = 'review' AND d.done_at IS NULL)""",
    "both_sides_open_in_one_moment": """
        SELECT 'order ' || r.order_id FROM reviews_review r GROUP BY r.order_id
        HAVING count(DISTINCT r.opened_at) > 1 OR (count(*) = 2 AND count(r.opened_at) < 2)""",
    "reviews_are_written_by_the_sides": """
        SELECT 'review ' || r.id FROM reviews_review r JOIN orders_order o ON o.id = r.order_id
        JOIN catalog_shop s ON s.id = o.shop_id
        WHERE r.author_id <> CASE r.by_role WHEN 'buyer' THEN o.buyer_id ELSE s.owner_id END""",
}

NAMES = tuple(STATEMENTS)


def check_all(now: datetime) -> list[Broken]:
    """Every invariant of reviews that does not hold; an empty list when all is well."""
    return broken_ones(STATEMENTS)
