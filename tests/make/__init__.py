"""Plain builders of what tests need: `make.user()`, `make.shop()`, `make.listing()`, `make.payment()` ..."""

from tests.make.catalog import listing, picture, shop, sku
from tests.make.payments import payment, unsaved_payout, unsaved_refund
from tests.make.users import operator, user

__all__ = ["listing", "operator", "payment", "picture", "shop", "sku", "unsaved_payout", "unsaved_refund", "user"]
