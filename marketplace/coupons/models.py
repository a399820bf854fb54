"""Coupons: what a code takes off an order. A shop gives its own; a promotion is the platform's, and the host pays."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.money import Money
from marketplace.catalog.models import Shop

_USER = settings.AUTH_USER_MODEL


class CouponState(models.TextChoices):
    """Where a coupon stands; it follows from its facts and the time."""

    WAITING = "waiting", _("waits for a second operator")
    DECLINED = "declined", _("declined")
    OVER = "over", _("over")
    USED_UP = "used_up", _("used up")
    PAUSED = "paused", _("paused")
    TO_COME = "to_come", _("not yet")
    RUNNING = "running", _("running")


def coupons_that_go_on(now: datetime) -> Q:
    """Those that count, or may again: neither over nor used up."""
    unused = Q(uses_at_most=None) | Q(used__lt=F("uses_at_most"))
    unspent = Q(budget=None) | Q(spent__lt=F("budget"))
    return (Q(ends_at=None) | Q(ends_at__gt=now)) & unused & unspent


class Coupon(models.Model):
    """A code that takes `amount` off, or `percent` of the goods (then at most `at_most`): a shop's, or without a `shop`
    a promotion of the platform's. Amounts are minor units of `currency`.

    It counts from `begins_at` until `ends_at`, for goods of `least` or more, `uses_at_most` times in all, `day_at_most`
    on one of the site's days, for one person once when `once_each`, and until `budget` is spent; None is no limit. Its
    terms never change: who wants other ones pauses it and makes another. `used` and `spent` are what open orders and
    paid ones took of them. A promotion counts once it is agreed to.
    """

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, null=True, related_name="coupons")
    code = models.CharField(max_length=20)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField(null=True)
    percent = models.PositiveSmallIntegerField(null=True)
    at_most = models.BigIntegerField(null=True)
    least = models.BigIntegerField(default=0)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    uses_at_most = models.PositiveIntegerField(null=True)
    day_at_most = models.PositiveIntegerField(null=True)
    once_each = models.BooleanField(default=True)
    budget = models.BigIntegerField(null=True)
    used = models.PositiveIntegerField(default=0)
    spent = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    declined_at = models.DateTimeField(null=True)
    declined_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    paused_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["shop", "code"], name="coupon_code_once_a_shop"),
            models.UniqueConstraint(fields=["code"], condition=Q(shop=None), name="coupon_promotion_code_once"),
            models.CheckConstraint(
                condition=Q(amount__isnull=False, amount__gt=0, percent=None, at_most=None)
                | Q(amount=None, percent__isnull=False, percent__gte=1, percent__lte=100)
                & (Q(at_most=None) | Q(at_most__gt=0)),
                name="coupon_amount_or_percent",
            ),
            models.CheckConstraint(condition=Q(least__gte=0), name="coupon_least_not_negative"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("begins_at")), name="coupon_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(uses_at_most=None) | Q(used__lte=F("uses_at_most")), name="coupon_uses_within"
            ),
            models.CheckConstraint(
                condition=Q(spent__gte=0) & (Q(budget=None) | Q(spent__lte=F("budget"))), name="coupon_spent_within"
            ),
            models.CheckConstraint(
                condition=Q(shop__isnull=False, agreed_at__isnull=False)
                | Q(shop=None, budget__isnull=False, budget__gt=0) & ~Q(reason=""),
                name="coupon_of_a_shop_or_a_budget",
            ),
            models.CheckConstraint(
                condition=(Q(agreed_by=None) | ~Q(agreed_by=F("made_by")))
                & (Q(declined_by=None) | ~Q(declined_by=F("made_by")))
                & (Q(agreed_at=None) | Q(declined_at=None)),
                name="coupon_four_eyes",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["code"], name="coupon_code")]

    def __str__(self) -> str:
        return self.code

    @property
    def book_id(self) -> int:
        return self.shop_id or 0

    def off(self, goods: int) -> int:
        """What it takes off goods worth `goods`."""
        off = self.amount if self.percent is None else goods * self.percent // 100
        assert off is not None  # noqa: S101 - a constraint says so
        return min(off, goods) if self.at_most is None else min(off, goods, self.at_most)

    def state(self, now: datetime) -> CouponState:
        if self.declined_at is not None:
            return CouponState.DECLINED
        if self.agreed_at is None:
            return CouponState.WAITING
        if self.ends_at is not None and self.ends_at <= now:
            return CouponState.OVER
        if self.used == self.uses_at_most or self.spent == self.budget:
            return CouponState.USED_UP
        if self.paused_at is not None:
            return CouponState.PAUSED
        return CouponState.TO_COME if self.begins_at > now else CouponState.RUNNING

    def money(self, minor: int) -> Money:
        """So many minor units of its currency."""
        return Money(minor, self.currency)
