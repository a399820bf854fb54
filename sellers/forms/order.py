"""What a seller says about an order: the parcel, why it cannot be sent, how much more time."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from marketplace.orders.models import Order

DAY = 86400


class ShipmentForm(forms.Form):
    """Carrier and tracking number."""

    carrier = forms.CharField(
        label=_("Carrier"), max_length=40, widget=forms.TextInput(attrs={"list": "carriers", "autocomplete": "off"})
    )
    number = forms.CharField(
        label=_("Tracking number"),
        max_length=60,
        help_text=_("As it stands on the slip, with or without spaces."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}),
    )


class CancellationForm(forms.Form):
    """Why the goods cannot be sent; the buyer reads it."""

    reason = forms.CharField(
        label=_("Why you cannot send it"), max_length=200, help_text=_("The buyer reads this sentence as it stands.")
    )


class ExtensionForm(forms.Form):
    """How many days more, of those promised when the order was placed."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, order: Order) -> None:
        super().__init__(data)
        lengths = order.promised.seller_extensions
        self.fields["seconds"] = forms.TypedChoiceField(
            label=_("How much more time"),
            coerce=int,
            widget=forms.RadioSelect,
            choices=[(length, _days(length)) for length in lengths],
            initial=lengths[0],
        )


def _days(length: int) -> str:
    days = length // DAY
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
