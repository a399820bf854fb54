"""What a buyer types."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import ParagraphsField
from marketplace.orders.destination import Destination
from marketplace.orders.models import Address
from marketplace.suspensions.imposing import LONGEST
from marketplace.trade.paying_form import PayingForm


class DestinationForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs' class takes a parameter, Django's does not
    """Where goods go."""

    class Meta:
        model = Address
        fields = ("recipient", "phone", "street", "region")
        widgets = {
            "recipient": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel", "inputmode": "tel"}),
            "street": forms.TextInput(attrs={"autocomplete": "street-address"}),
            "region": forms.TextInput(attrs={"autocomplete": "address-level1"}),
        }
        help_texts = {"phone": _("For the carrier only.")}

    def destination(self) -> Destination:
        """The address as typed."""
        given: dict[str, Any] = self.cleaned_data
        return Destination(given["recipient"], given["phone"], given["region"], given["street"])


class AppealForm(forms.Form):
    """Why a suspension is wrong."""

    words = ParagraphsField(
        label=_("Your appeal"),
        help_text=_("Say what was not as we think. You can appeal once, and it is not changed afterwards."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class CheckoutForm(DestinationForm, PayingForm):
    """The address, the codes, how it is paid, and the quote that was shown: its version and token."""

    coupon = forms.CharField(
        label=_("Coupon"),
        help_text=_("The code of a shop’s coupon or of a promotion; several are parted by spaces."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    token = forms.CharField(widget=forms.HiddenInput, max_length=64)


class QuantityForm(forms.Form):
    """How many of one SKU."""

    sku = forms.IntegerField(min_value=1, max_value=2**63 - 1)
    quantity = forms.IntegerField(min_value=1, max_value=999)


class CancellationForm(forms.Form):
    """Why an order is cancelled, if the buyer likes to say so."""

    reason = forms.CharField(label=_("Why"), max_length=200, required=False)


class AskToCancelForm(forms.Form):
    """What the shop reads, if the buyer likes to say so."""

    words = forms.CharField(label=_("Why"), max_length=200, required=False)


class AccountForm(forms.Form):
    """The bank account that a refund goes to when its own way back is closed."""

    bank = forms.CharField(label=_("Bank"), max_length=80)
    holder = forms.CharField(
        label=_("Name on the account"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    number = forms.CharField(
        label=_("Account number"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
