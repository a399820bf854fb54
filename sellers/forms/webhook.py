"""Where a shop's program listens, and what it wants to hear."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid
from core.fields import LineField
from marketplace.webhooks.addresses import Address, look_at
from marketplace.webhooks.models import LONGEST_URL, Kind


class WantsForm(forms.Form):
    """What an endpoint is for, and which kinds of events it wants."""

    description = LineField(
        label=_("What listens there"), max_length=60, required=False, help_text=_("So that you know it again.")
    )
    kinds = forms.MultipleChoiceField(
        label=_("What to send"), choices=Kind.choices, initial=Kind.values, widget=forms.CheckboxSelectMultiple
    )


class EndpointForm(WantsForm):
    """A new endpoint. Its name is looked up while the form is read: outside every transaction."""

    field_order = ("url", "description", "kinds")
    url = forms.CharField(
        label=_("Web address"),
        max_length=LONGEST_URL,
        help_text=_("As in https://example.org/danbao"),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_url(self) -> Address:
        """The address, when it leads into the public internet."""
        try:
            return look_at(self.cleaned_data["url"])
        except Invalid as refused:
            raise ValidationError(refused.words, code=refused.code) from refused
