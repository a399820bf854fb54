"""A shop's three figures: what is held, what is available, what was paid out. They are never added up."""

from core.money import Money
from escrow import queries
from marketplace.catalog.models import Shop


def figures(shop: Shop) -> dict[str, Money]:
    """Each from the books, in the shop's currency. Three queries."""
    return {
        "held": Money(queries.held(shop.book_id, shop.currency), shop.currency),
        "available": Money(queries.available(shop.book_id, shop.currency), shop.currency),
        "paid_out": Money(queries.paid_out(shop.book_id, shop.currency), shop.currency),
    }
