"""A shop's three figures: what is held, what is available, what was paid out. They are never added up."""

from core.money import Money
from escrow import queries
from marketplace.catalog.models import Shop


def figures(shop: Shop) -> dict[str, Money]:
    """Each from the books, in the shop's currency. Two queries."""
    found = queries.figures(shop.book_id, shop.currency)
    amounts = {"held": found.held, "available": found.available, "paid_out": found.paid_out}
    return {name: Money(minor, shop.currency) for name, minor in amounts.items()}
