"""Change what a shop says of itself."""

from datetime import datetime
from typing import Unpack

from marketplace.catalog import shop_facts
from marketplace.catalog.models import Shop
from marketplace.catalog.shop_facts import ShopFacts


def edit_shop(shop: Shop, *, now: datetime, **facts: Unpack[ShopFacts]) -> Shop:
    """Take over the facts that are given; the others stay, and so does the shop's address.

    Raises `DomainError` with code `shop_name_taken`; `Invalid` for what cannot be read.
    """
    shop_facts.describe(shop, facts)
    shop_facts.save(shop, "edited", now)
    return shop
