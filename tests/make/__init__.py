"""Plain builders of what tests need: `make.user()`, `make.shop()`, `make.listing()`, `make.payment()` ..."""

from tests.make.baskets import DESTINATION, basket, checkout, placed_order, read
from tests.make.catalog import listing, picture, shop, sku
from tests.make.orders import (
    buyer_of,
    capture,
    delivered_order,
    packed_order,
    paid_order,
    seller_of,
    shipped_order,
)
from tests.make.payments import payment, unsaved_payout, unsaved_refund
from tests.make.users import PASSWORD, confirmed, operator, user

__all__ = [
    "DESTINATION",
    "PASSWORD",
    "basket",
    "buyer_of",
    "capture",
    "checkout",
    "confirmed",
    "delivered_order",
    "listing",
    "operator",
    "packed_order",
    "paid_order",
    "payment",
    "picture",
    "placed_order",
    "read",
    "seller_of",
    "shipped_order",
    "shop",
    "sku",
    "unsaved_payout",
    "unsaved_refund",
    "user",
]
