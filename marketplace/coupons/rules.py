"""Whether a coupon counts for somebody now, and why not. Placing compares the same limits once more as it writes."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.money import format_money
from marketplace.coupons.models import Coupon, CouponState

USED_UP = _("The coupon “%(code)s” has been used up.")


@dataclass(frozen=True, slots=True)
class Taken:
    """How often a coupon was taken today, and whether the one who asks took it."""

    today: int
    by_them: bool


def day_of(at: datetime) -> date:
    """The site's day."""
    return at.astimezone(ZoneInfo(settings.SITE_TIME_ZONE)).date()


def refusal(coupon: Coupon, taken: Taken, *, goods: int, at: datetime) -> DomainError | None:
    """Why it does not count for goods worth `goods`; None when it does."""
    state = coupon.state(at)
    if state in {CouponState.WAITING, CouponState.DECLINED}:
        return unknown(coupon.code)
    today = coupon.day_at_most is not None and taken.today >= coupon.day_at_most
    rules: tuple[tuple[bool, str, Promise], ...] = (
        (state == CouponState.OVER, "coupon_over", _("The coupon “%(code)s” is over.")),
        (coupon.once_each and taken.by_them, "coupon_once", _("You have used the coupon “%(code)s” already.")),
        (state == CouponState.USED_UP, "coupon_used_up", USED_UP),
        (state == CouponState.PAUSED, "coupon_paused", _("The coupon “%(code)s” does not count at the moment.")),
        (state == CouponState.TO_COME, "coupon_to_come", _("The coupon “%(code)s” counts from %(when)s on.")),
        (today, "coupon_today", _("The coupon “%(code)s” has been used up for today.")),
        (goods < coupon.least, "coupon_least", _("The coupon “%(code)s” counts for goods of %(least)s or more.")),
    )
    more = {
        "when": date_format(localtime(coupon.begins_at), "DATETIME_FORMAT"),
        "least": format_money(coupon.money(coupon.least)),
    }
    return next((_no(reason, words, coupon.code, **more) for applies, reason, words in rules if applies), None)


def unknown(code: str) -> DomainError:
    """Nobody learns which codes of other shops there are."""
    return _no("coupon_unknown", _("No coupon “%(code)s” counts for what you are buying."), code)


def used_up(code: str) -> DomainError:
    return _no("coupon_used_up", USED_UP, code)


def one_too_many(coupon: Coupon) -> DomainError:
    """Of each shop, and of the platform, one counts."""
    words = _("Each shop takes one coupon an order: “%(code)s” is one too many.")
    if coupon.shop_id is None:
        words = _("One promotion counts for a payment: “%(code)s” is one too many.")
    return _no("coupon_one_each", words, coupon.code)


def _no(reason: str, words: Promise, code: str, **more: str) -> DomainError:
    return DomainError(reason, words, {"code": code, **more}, field="coupon")
