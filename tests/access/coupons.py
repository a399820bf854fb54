"""Coupons of the access matrix: a shop's own; promotions that wait for a second operator, run, or are paused."""

from datetime import datetime

from marketplace.catalog.models import Shop
from marketplace.coupons.actions.pause_coupon import pause_coupon
from tests import make


def given(shop: Shop, now: datetime) -> dict[str, list[object]]:
    """What addresses about coupons want."""
    coupon = make.coupon(shop, code="WANG-TEN", now=now)
    promotion = make.promotion(code="SPRING", budget=200_000, agree=False, capital=1_000_000, now=now)
    running = make.promotion(code="SUMMER", now=now)
    paused = pause_coupon(make.promotion(now=now).pk, now=now, actor=make.desk())
    return {
        "coupon": [coupon.pk],
        "promotion": [promotion.pk, "agreement"],
        "gift": [promotion.pk],
        "running gift": [running.pk],
        "paused gift": [paused.pk],
    }
