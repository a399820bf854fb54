"""An unpaid order closes: what its coupons took off is given back to them."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Sum

from marketplace.coupons.models import Coupon
from marketplace.orders.models import Charge, CouponUse, Order


def give_back_coupons(orders: Sequence[Order], *, now: datetime) -> None:
    """Of `orders`, all of one checkout whose payment the caller has locked. With its last order a use is given back."""
    taken = Charge.objects.filter(order__in=orders, coupon__isnull=False).order_by().values("coupon")
    for row in taken.annotate(amount=-Sum("amount"), checkout=F("order__checkout")).order_by("coupon"):
        coupon = Coupon.objects.select_for_update(no_key=True).get(pk=row["coupon"])
        use = CouponUse.objects.get(coupon=coupon, checkout=row["checkout"])
        use.amount -= row["amount"]
        use.given_back_at = None if use.amount else now
        use.save(update_fields=["amount", "given_back_at"])
        coupon.spent -= row["amount"]
        coupon.used -= 0 if use.amount else 1
        coupon.save(update_fields=["spent", "used"])
