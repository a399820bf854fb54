"""What must always be true of conversations, each a name and a statement of what breaks it. They run with the books'
own.
"""

from datetime import datetime

from escrow.invariants import Broken, broken_ones

STATEMENTS: dict[str, str] = {
    "a_conversation_is_between_the_sides_of_its_order": """
        SELECT 'thread ' || t.id FROM conversations_thread t JOIN orders_order o ON o.id = t.order_id
        WHERE (t.shop_id, t.buyer_id) IS DISTINCT FROM (o.shop_id, o.buyer_id)""",
    "messages_are_by_their_side": """
        SELECT 'message ' || m.id FROM conversations_message m JOIN conversations_thread t ON t.id = m.thread_id
        JOIN catalog_shop s ON s.id = t.shop_id
        WHERE m.author_id <> CASE m.role WHEN 'buyer' THEN t.buyer_id ELSE s.owner_id END""",
    "a_message_says_or_shows_something": """
        SELECT 'message ' || m.id FROM conversations_message m
        WHERE m.words = '' AND NOT EXISTS (SELECT FROM conversations_photo p WHERE p.message_id = m.id)""",
    "a_conversation_knows_its_newest_message": """
        SELECT 'thread ' || t.id FROM conversations_thread t LEFT JOIN (
            SELECT thread_id, max(at) AS newest FROM conversations_message GROUP BY 1
        ) AS m ON m.thread_id = t.id
        WHERE t.last_at IS DISTINCT FROM m.newest""",
    "a_read_mark_is_that_of_a_reading": """
        SELECT 'thread ' || t.id || ', ' || r.role FROM conversations_thread t
        CROSS JOIN LATERAL (VALUES ('buyer', t.buyer_read_at), ('seller', t.seller_read_at)) AS r (role, mark)
        WHERE r.mark IS DISTINCT FROM (
            SELECT max(g.up_to) FROM conversations_reading g WHERE g.thread_id = t.id AND g.role = r.role)""",
}

NAMES = tuple(STATEMENTS)


def check_all(now: datetime) -> list[Broken]:
    """Every invariant of conversations that does not hold; an empty list when all is well."""
    return broken_ones(STATEMENTS)
