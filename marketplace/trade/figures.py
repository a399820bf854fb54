"""A shop's figures: what is held, available, paid out, owed to the host and deposited. They are never added up."""

from core.money import Money
from escrow import queries
from marketplace.catalog.models import Shop


def figures(shop: Shop) -> dict[str, Money]:
    """Each from the books, in the shop's currency. Two queries."""
    found = queries.figures(shop.book_id, shop.currency)
    amounts = {
        "held": found.held,
        "available": found.available,
        "paid_out": found.paid_out,
        "owed": found.owed,
        "deposited": found.deposited,
        "payable": found.payable,
        "reserved": found.reserved,
    }
    return {name: Money(minor, shop.currency) for name, minor in amounts.items()}
