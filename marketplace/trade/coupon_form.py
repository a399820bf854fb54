"""The form of a coupon, shared by a shop's coupons and the platform's promotions."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from marketplace.coupons.codes import LONGEST, SHORTEST
from marketplace.coupons.terms import MOST_USES, Terms
from marketplace.trade.fields import MoneyField

#: What can be chosen, and sent by a program.
EARLIEST, LATEST = date(2000, 1, 1), date(2099, 12, 31)


def _day(**options: Any) -> forms.DateField:
    """A day in the reader's zone."""
    return forms.DateField(
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[MinValueValidator(EARLIEST), MaxValueValidator(LATEST)],
        **options,
    )


def _times(**options: Any) -> forms.IntegerField:
    return forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_USES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        **options,
    )


class CouponForm(forms.Form):
    """Code, what it takes off, for what goods, from when until when, how often."""

    code = forms.CharField(
        label=_("Code"),
        min_length=SHORTEST,
        max_length=LONGEST,
        help_text=_("Letters from A to Z, figures and hyphens, as in SPRING-26."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    amount = MoneyField(label=_("Amount off"), required=False, at_least=1)
    percent = forms.IntegerField(
        label=_("Or per cent of the goods"),
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    at_most = MoneyField(label=_("Per cent, but at most"), required=False, at_least=1)
    least = MoneyField(label=_("For goods of at least"), required=False)
    begins_on = _day(label=_("From the day"), help_text=_("Left empty, from now on."))
    ends_on = _day(label=_("Until the day"), help_text=_("The whole of that day."))
    uses_at_most = _times(label=_("How often in all"))
    day_at_most = _times(label=_("How often a day"))
    once_each = forms.BooleanField(label=_("Once for each person"), required=False, initial=True)

    def terms(self, now: datetime) -> Terms:
        """What was filled in, as the actions take it. Days are those of the reader's zone."""
        given = self.cleaned_data
        begins, ends = given["begins_on"], given["ends_on"]
        return Terms(
            code=given["code"],
            amount=given["amount"],
            percent=given["percent"],
            at_most=given["at_most"],
            least=given["least"] or 0,
            begins_at=now if begins is None else max(now, _midnight(begins)),
            ends_at=None if ends is None else _midnight(ends + timedelta(days=1)),
            uses_at_most=given["uses_at_most"],
            day_at_most=given["day_at_most"],
            once_each=given["once_each"],
            budget=given.get("budget"),
        )


class PromotionForm(CouponForm):
    """What the platform gives away, out of which budget, and why: read by the second operator."""

    budget = MoneyField(label=_("Budget"), at_least=1, help_text=_("When it is spent, the promotion is over."))
    reason = LineField(label=_("Why"), max_length=500)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())
