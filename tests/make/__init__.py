"""Plain builders of what tests need: `make.user()`, `make.shop()`, `make.listing()`, `make.payment()` ..."""

from tests.make.baskets import DESTINATION, basket, checkout, placed_order, read
from tests.make.catalog import listing, picture, shop, sku
from tests.make.payments import payment, unsaved_payout, unsaved_refund
from tests.make.users import operator, user

__all__ = [
    "DESTINATION",
    "basket",
    "checkout",
    "listing",
    "operator",
    "payment",
    "picture",
    "placed_order",
    "read",
    "shop",
    "sku",
    "unsaved_payout",
    "unsaved_refund",
    "user",
]
