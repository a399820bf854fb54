"""Taking money out: how much, and where to."""

from datetime import date

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from escrow.payments.states import Rhythm
from marketplace.trade.fields import MoneyField
from marketplace.trade.periods import check_days


class PayoutForm(forms.Form):
    """How much of the available money goes to the bank."""

    amount = MoneyField(label=_("Amount"), at_least=settings.MIN_PAYOUT)


class DaysForm(forms.Form):
    """Which days of the statement, both included."""

    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, date]:
        given: dict[str, date] = super().clean() or {}
        if {"since", "until"} <= given.keys():
            try:
                check_days(given["since"], given["until"])
            except Invalid as error:
                raise forms.ValidationError(error.words, code=error.code) from error
        return given


class ScheduleForm(forms.Form):
    """When the shop's money is paid out by itself, and from how much on."""

    rhythm = forms.ChoiceField(label=_("Pay out"), choices=Rhythm.choices, widget=forms.RadioSelect)
    minimum = MoneyField(
        label=_("From this amount on"),
        at_least=settings.MIN_PAYOUT,
        help_text=_("Less than that waits for the next time. When you ask yourself, it does not count."),
    )


class AccountForm(forms.Form):
    """Where the shop's money is sent."""

    bank = forms.CharField(label=_("Bank"), max_length=80)
    holder = forms.CharField(
        label=_("In the name of"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    number = forms.CharField(
        label=_("Account number"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
