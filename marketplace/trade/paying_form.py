"""How do you pay? A part of every form that opens a payment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from escrow.payments.gateways import UNAVAILABLE
from marketplace.trade.paying import ways_to_pay


class PayingForm(forms.Form):
    """A choice where there are several ways; where there is one nobody is asked. Cleaned to a name, or to nothing."""

    gateway = forms.ChoiceField(
        label=_("How do you pay?"),
        error_messages={"invalid_choice": UNAVAILABLE},
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, self.ways = self.fields["gateway"], ways_to_pay()
        field.choices = [(way.gateway, way) for way in self.ways]  # type: ignore[attr-defined]
        field.initial = self.ways[0].gateway if self.ways else ""
        field.required = self.asks = len(self.ways) > 1
