"""What a coupon is made on, checked; shared by a shop's coupon and the platform's promotion."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.constraints import broken
from core.errors import DomainError, Invalid
from core.money import MAX_MINOR
from marketplace.coupons import codes
from marketplace.coupons.models import Coupon

MOST_USES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """As `Coupon` keeps them; either `amount` or `percent`."""

    code: str
    amount: int | None = None
    percent: int | None = None
    at_most: int | None = None
    least: int = 0
    begins_at: datetime
    ends_at: datetime | None = None
    uses_at_most: int | None = None
    day_at_most: int | None = None
    once_each: bool = True
    budget: int | None = None


def check(terms: Terms, now: datetime) -> None:
    """Raises `Invalid`: code_unreadable, amount_or_percent, amount_out_of_bounds, percent_out_of_bounds,
    uses_out_of_bounds, ends_too_early.
    """
    codes.readable(terms.code)
    if (terms.amount is None) == (terms.percent is None):
        raise Invalid("amount_or_percent", _("Write either an amount or a percentage."), field="amount")
    if terms.percent is not None and not 1 <= terms.percent <= 100:  # noqa: PLR2004 - all of it
        raise Invalid("percent_out_of_bounds", _("Take a whole number from 1 to 100."), field="percent")
    if terms.percent is None and terms.at_most is not None:
        raise Invalid("most_without_percent", _("Only a percentage needs an upper limit."), field="at_most")
    for field, least in (("amount", 1), ("at_most", 1), ("least", 0), ("budget", 1)):
        minor = getattr(terms, field)
        if minor is not None and not least <= minor <= MAX_MINOR:
            raise Invalid("amount_out_of_bounds", _("The amount is out of bounds."), field=field)
    for field in ("uses_at_most", "day_at_most"):
        times = getattr(terms, field)
        if times is not None and not 1 <= times <= MOST_USES:
            raise Invalid(
                "uses_out_of_bounds",
                _("Take a whole number from 1 to %(most)s."),
                {"most": MOST_USES},
                field=field,
            )
    if terms.ends_at is not None and terms.ends_at <= max(terms.begins_at, now):
        raise Invalid("ends_too_early", _("It ends before it begins."), field="ends_at")


def save(coupon: Coupon) -> None:
    """Write a new coupon. Raises DomainError `code_taken`."""
    try:
        with transaction.atomic():
            coupon.save(force_insert=True)
    except IntegrityError as error:
        if "code_once" not in broken(error):
            raise
        raise DomainError("code_taken", _("There is a coupon with this code already."), field="code") from error


def of(terms: Terms) -> Coupon:
    """A coupon on these terms, still without a shop, a maker and a moment."""
    given = {name: getattr(terms, name) for name in Terms.__slots__}
    return Coupon(**{**given, "code": codes.readable(terms.code)})
