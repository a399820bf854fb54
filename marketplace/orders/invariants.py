"""What must always be true of orders, their stock and their promises, each a name and a statement of what breaks it.

They run together with those of the books (escrow/invariants.py).
"""

from datetime import datetime

from escrow.invariants import Broken, broken_ones

STATEMENTS: dict[str, str] = {
    "stock_matches_orders": """
        SELECT 'SKU ' || s.id || ': reserved ' || s.reserved || ' of ' || coalesce(w.reserved, 0)
               || ', sold ' || s.sold || ' of ' || coalesce(w.sold, 0)
        FROM catalog_sku s LEFT JOIN (
            SELECT l.sku_id,
                   coalesce(sum(l.quantity) FILTER (WHERE p.id IS NULL AND o.closed_at IS NULL), 0) AS reserved,
                   coalesce(sum(l.quantity) FILTER (WHERE p.id IS NOT NULL), 0) AS sold
            FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id
            LEFT JOIN orders_shipment p ON p.order_id = o.id
            GROUP BY l.sku_id
        ) AS w ON w.sku_id = s.id
        WHERE s.reserved <> coalesce(w.reserved, 0) OR s.sold <> coalesce(w.sold, 0)""",
    "order_and_hold_agree": """
        SELECT 'order ' || o.id FROM orders_order o
        JOIN orders_checkout c ON c.id = o.checkout_id JOIN escrow_hold h ON h.id = o.hold_id
        WHERE h.book_id <> o.shop_id OR h.currency <> o.currency OR h.payment_id <> c.payment_id
           OR c.buyer_id <> o.buyer_id""",
    "charges_are_the_hold": """
        SELECT 'order ' || o.id || ': charges ' || coalesce(s.all, 0) || ', hold ' || h.amount - h.discount
        FROM orders_order o JOIN escrow_hold h ON h.id = o.hold_id
        LEFT JOIN LATERAL (
            SELECT sum(amount) AS all,
                   coalesce(sum(amount) FILTER (WHERE type IN ('goods', 'seller_discount')), 0) AS base,
                   coalesce(-sum(amount) FILTER (WHERE type = 'platform_discount'), 0) AS discount,
                   coalesce(sum(amount) FILTER (WHERE type = 'tax'), 0) AS tax
            FROM orders_charge WHERE order_id = o.id
        ) AS s ON true
        WHERE (s.all, s.base, s.discount, s.tax) IS DISTINCT FROM
              (h.amount - h.discount::numeric, h.fee_base::numeric, h.discount::numeric, h.tax::numeric)""",
    "goods_are_the_lines": """
        SELECT 'line ' || l.id FROM orders_orderline l
        LEFT JOIN (SELECT line_id, sum(amount) AS amount FROM orders_charge WHERE type = 'goods' GROUP BY 1) AS g
            ON g.line_id = l.id
        WHERE g.amount IS DISTINCT FROM l.unit_price * l.quantity""",
    "coupons_are_their_uses": """
        SELECT 'coupon ' || c.id || ': used ' || c.used || ' of ' || count(u.id) || ', spent ' || c.spent || ' of '
               || coalesce(sum(u.amount), 0)
        FROM coupons_coupon c LEFT JOIN orders_couponuse u ON u.coupon_id = c.id AND u.given_back_at IS NULL
        GROUP BY c.id HAVING c.used <> count(u.id) OR c.spent <> coalesce(sum(u.amount), 0)""",
    "uses_are_the_discounts": """
        SELECT 'coupon ' || coalesce(u.coupon_id, s.coupon_id) || ' of checkout '
               || coalesce(u.checkout_id, s.checkout_id)
        FROM (SELECT * FROM orders_couponuse WHERE given_back_at IS NULL) AS u FULL JOIN (
            SELECT g.coupon_id, o.checkout_id, -sum(g.amount) AS amount FROM orders_charge g
            JOIN orders_order o ON o.id = g.order_id JOIN escrow_hold h ON h.id = o.hold_id
            WHERE g.coupon_id IS NOT NULL AND h.state <> 'void' GROUP BY 1, 2
        ) AS s ON s.coupon_id = u.coupon_id AND s.checkout_id = u.checkout_id
        WHERE u.amount IS DISTINCT FROM s.amount""",
    "payment_is_the_sum_of_its_orders": """
        SELECT 'payment ' || p.id || ': ' || p.amount || ', orders ' || coalesce(s.amount, 0)
        FROM payments_payment p LEFT JOIN (
            SELECT c.payment_id, sum(h.amount - h.discount) AS amount FROM orders_checkout c
            JOIN orders_order o ON o.checkout_id = c.id JOIN escrow_hold h ON h.id = o.hold_id GROUP BY 1
        ) AS s ON s.payment_id = p.id
        WHERE p.purpose = 'checkout' AND p.amount IS DISTINCT FROM s.amount""",
    "no_clock_passes_the_custody_limit": """
        SELECT d.kind || ' of ' || d.subject_type || ' ' || d.subject_id || ' is set to ' || d.due_at
        FROM core_deadline d JOIN orders_order o ON o.id = d.subject_id JOIN escrow_hold h ON h.id = o.hold_id
        JOIN orders_storedpolicy p ON p.id = o.policy_id
        WHERE d.done_at IS NULL AND d.remainder IS NULL AND d.subject_type IN ('order', 'hold') AND h.state = 'held'
          AND d.due_at > h.funded_at + make_interval(
              secs => (p.content->>'hold_cap')::bigint - (p.content->>'custody_margin')::bigint)""",
    "every_order_has_its_policy": """
        SELECT 'order ' || o.id || ': no policy ' || o.policy_id FROM orders_order o
        WHERE NOT EXISTS (SELECT FROM orders_storedpolicy p WHERE p.id = o.policy_id)""",
    "every_open_hold_has_a_next_step": """
        SELECT 'hold ' || h.id || ' is ' || h.state || ' and nothing is due' FROM escrow_hold h
        JOIN orders_order o ON o.id = h.id
        WHERE h.ended_at IS NULL AND h.freeze_count = 0
          AND NOT EXISTS (
            SELECT FROM core_deadline d WHERE d.done_at IS NULL AND d.remainder IS NULL AND (
                (h.state = 'awaiting_payment' AND d.kind = 'pay' AND d.subject_type = 'payment'
                 AND d.subject_id = h.payment_id)
                OR (h.state = 'held' AND d.kind IN ('ship_latest', 'handed_over_again') AND d.subject_type = 'order'
                    AND d.subject_id = h.id)
                OR (h.state = 'held' AND d.kind = 'release' AND d.subject_type = 'hold' AND d.subject_id = h.id)))
          AND NOT (h.state = 'awaiting_payment' AND EXISTS (
            SELECT FROM payments_capture c JOIN core_outboxmessage m ON m.key = 'capture.recorded:' || c.id
            WHERE c.payment_id = h.payment_id AND c.verdict = 'good' AND m.delivered_at IS NULL))""",
    "closed_orders_keep_no_money": """
        SELECT 'order ' || o.id || ' is closed, its hold is ' || h.state FROM orders_order o
        JOIN escrow_hold h ON h.id = o.hold_id
        WHERE (o.closed_at IS NOT NULL AND h.state NOT IN ('void', 'refunded')
               AND NOT (h.state = 'settled' AND o.closed_by = 'claim'))
           OR (o.closed_at IS NULL AND h.state = 'void') OR (o.closed_at IS NULL) <> (o.closed_by = '')""",
    "nothing_is_shipped_unpaid": """
        SELECT 'order ' || o.id FROM orders_order o JOIN orders_shipment p ON p.order_id = o.id
        JOIN escrow_hold h ON h.id = o.hold_id WHERE h.funded_at IS NULL OR h.funded_at > p.shipped_at""",
    "ended_orders_promise_nothing": """
        SELECT 'deadline ' || d.kind || ' of order ' || o.id FROM core_deadline d
        JOIN orders_order o ON o.id = d.subject_id AND d.subject_type IN ('order', 'hold')
        JOIN escrow_hold h ON h.id = o.hold_id
        WHERE d.done_at IS NULL AND h.ended_at IS NOT NULL
          AND d.kind NOT IN ('review', 'remind_review', 'after_sale')""",
}

NAMES = tuple(STATEMENTS)


def check_all(now: datetime) -> list[Broken]:
    """Every invariant of orders that does not hold; an empty list when all is well."""
    return broken_ones(STATEMENTS)
