"""Coupons of the access matrix: one of the shop's own, and a promotion that waits for a second operator."""

from datetime import datetime

from marketplace.catalog.models import Shop
from tests import make


def given(shop: Shop, now: datetime) -> dict[str, list[object]]:
    """What addresses about coupons want."""
    coupon = make.coupon(shop, code="WANG-TEN", now=now)
    promotion = make.promotion(code="SPRING", budget=200_000, agree=False, capital=1_000_000, now=now)
    return {"coupon": [coupon.pk], "promotion": [promotion.pk, "agreement"]}
