"""A coupon as people read it: what it takes off, for what, and how much of it is left."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.money import format_money
from marketplace.coupons.models import Coupon, CouponState


@dataclass(frozen=True, slots=True)
class CouponRow:
    """One line of a list. `left` says what was taken of which limit."""

    coupon: Coupon
    state: CouponState
    off: str
    rules: tuple[str, ...]
    taken: str

    @property
    def can_pause(self) -> bool:
        return self.state in {CouponState.RUNNING, CouponState.TO_COME}

    @property
    def can_resume(self) -> bool:
        return self.state == CouponState.PAUSED


def rows(coupons: Iterable[Coupon], now: datetime) -> list[CouponRow]:
    """Each of them in words."""
    return [CouponRow(one, one.state(now), off(one), tuple(_rules(one)), _taken(one)) for one in coupons]


def off(coupon: Coupon) -> str:
    """Such as: ¥10.00 off; 15% off, at most ¥20.00."""
    if coupon.amount is not None:
        return _("{amount} off").format(amount=format_money(coupon.money(coupon.amount)))
    if coupon.at_most is None:
        return _("{percent}% off").format(percent=coupon.percent)
    most = format_money(coupon.money(coupon.at_most))
    return _("{percent}% off, at most {amount}").format(percent=coupon.percent, amount=most)


def _rules(coupon: Coupon) -> Iterator[str]:
    if coupon.least:
        yield _("for goods of {amount} or more").format(amount=format_money(coupon.money(coupon.least)))
    if coupon.once_each:
        yield _("once for each person")
    if coupon.day_at_most is not None:
        times = coupon.day_at_most
        yield ngettext("{n} time a day", "{n} times a day", times).format(n=times)


def _taken(coupon: Coupon) -> str:
    if coupon.uses_at_most is not None:
        return _("used {n} of {most} times").format(n=coupon.used, most=coupon.uses_at_most)
    return ngettext("used {n} time", "used {n} times", coupon.used).format(n=coupon.used)
