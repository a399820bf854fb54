"""Taking money out: how much, and where to."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marketplace.trade.fields import MoneyField


class PayoutForm(forms.Form):
    """How much of the available money goes to the bank."""

    amount = MoneyField(label=_("Amount"), at_least=settings.MIN_PAYOUT)


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
