"""Coupons of a shop and promotions of the platform: what makes them, and how they do."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from core.money import Money
from marketplace.api.serializers.amounts import Amount, Minor, Whole
from marketplace.api.serializers.choice import Choice
from marketplace.coupons.actions.propose_promotion import LONGEST_REASON
from marketplace.coupons.codes import LONGEST, SHORTEST
from marketplace.coupons.models import Coupon, CouponState
from marketplace.coupons.terms import MOST_USES, Terms
from marketplace.trade.coupon_form import EARLIEST, LATEST
from marketplace.trade.coupon_words import CouponRow as Row


class Moment(serializers.DateTimeField):
    """A time that is sent: as far away as the pages let one choose."""

    def to_internal_value(self, value: Any) -> datetime:
        at = super().to_internal_value(value)
        if not EARLIEST <= at.date() <= LATEST:
            years = {"first": EARLIEST.year, "last": LATEST.year}
            raise serializers.ValidationError(
                _("Take a time from %(first)s to %(last)s.") % years, code="time_out_of_bounds"
            )
        return at


class NewCoupon(serializers.Serializer[Any]):
    """Either an `amount`, or `percent` of the goods, then `at_most` so much; for goods of `least` or more. Without
    `begins_at` it counts from now on, without the rest there is no such limit.
    """

    code = serializers.CharField(min_length=SHORTEST, max_length=LONGEST)
    amount = Minor(at_least=1, required=False, allow_null=True, default=None)
    percent = Whole(min_value=1, max_value=100, required=False, allow_null=True, default=None)
    at_most = Minor(at_least=1, required=False, allow_null=True, default=None)
    least = Minor(required=False, default=0)
    begins_at = Moment(required=False, allow_null=True, default=None)
    ends_at = Moment(required=False, allow_null=True, default=None)
    uses_at_most = Whole(min_value=1, max_value=MOST_USES, required=False, allow_null=True, default=None)
    day_at_most = Whole(min_value=1, max_value=MOST_USES, required=False, allow_null=True, default=None)
    once_each = serializers.BooleanField(required=False, default=True)

    def terms(self, now: datetime) -> Terms:
        """As the actions take them."""
        given = {name: self.validated_data[name] for name in Terms.__slots__ if name in self.validated_data}
        return Terms(**{**given, "begins_at": max(now, given["begins_at"] or now)})


class NewPromotion(NewCoupon):
    """With the `budget` after which it is over, and the reason that the second operator reads."""

    budget = Minor(at_least=1)
    reason = serializers.CharField(max_length=LONGEST_REASON)


class Counts(serializers.Serializer[Any]):
    """Whether it counts. What was placed with it keeps it."""

    on = serializers.BooleanField()


class CouponRow(serializers.Serializer[Any]):
    """A coupon: `off`, `rules` and `taken` as people read them, and the facts. `spent` is what it took off so
    far, of paid orders also when their money went back.
    """

    id = serializers.IntegerField()
    code = serializers.CharField()
    state = Choice(CouponState.choices)
    off = serializers.CharField()
    rules = serializers.ListField(child=serializers.CharField())
    taken = serializers.CharField()
    amount = Amount(allow_null=True)
    percent = serializers.IntegerField(allow_null=True)
    at_most = Amount(allow_null=True)
    least = Amount()
    begins_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField(allow_null=True)
    uses_at_most = serializers.IntegerField(allow_null=True)
    day_at_most = serializers.IntegerField(allow_null=True)
    once_each = serializers.BooleanField()
    used = serializers.IntegerField()
    spent = Amount()
    made_at = serializers.DateTimeField()


class PromotionRow(CouponRow):
    """A promotion: its budget, why, who proposed and agreed. `own`: you proposed it, so another one decides."""

    budget = Amount()
    reason = serializers.CharField()
    proposed_by = serializers.CharField(allow_blank=True)
    agreed_by = serializers.CharField(allow_blank=True)
    own = serializers.BooleanField()


FACTS = ("code", "percent", "begins_at", "ends_at", "uses_at_most", "day_at_most", "once_each", "used", "made_at")


def coupon_row(row: Row) -> dict[str, Any]:
    coupon = row.coupon
    return {
        "id": coupon.pk,
        **{name: getattr(coupon, name) for name in FACTS},
        "state": row.state.value,
        "off": row.off,
        "rules": row.rules,
        "taken": row.taken,
        "amount": _money(coupon, coupon.amount),
        "at_most": _money(coupon, coupon.at_most),
        "least": coupon.money(coupon.least),
        "spent": coupon.money(coupon.spent),
    }


def promotion_row(row: Row, operator_id: int) -> dict[str, Any]:
    coupon = row.coupon
    return {
        **coupon_row(row),
        "budget": coupon.money(coupon.budget or 0),
        "reason": coupon.reason,
        "proposed_by": coupon.made_by.name,
        "agreed_by": coupon.agreed_by.name if coupon.agreed_by else "",
        "own": coupon.made_by_id == operator_id,
    }


def _money(coupon: Coupon, minor: int | None) -> Money | None:
    return None if minor is None else coupon.money(minor)
