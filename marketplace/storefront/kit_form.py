"""Forms of the page of pieces: one of each kind of field, and a door."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOBILE_FIGURES, CARRIER_FIGURES = 11, 12


class SampleForm(forms.Form):
    """One of each kind of field; checks two of them, so that errors can be shown."""

    name = forms.CharField(label=_("Name"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    telephone = forms.CharField(
        label=_("Telephone"),
        help_text=_("For the carrier only."),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    tracking = forms.CharField(label=_("Tracking number"))
    way = forms.ChoiceField(
        label=_("How it is sent"),
        choices=[("post", _("Parcel post, tracked")), ("hand", _("Handed over in the shop"))],
        widget=forms.RadioSelect,
    )
    photo = forms.FileField(
        label=_("Photographs"),
        required=False,
        help_text=_("Up to 8 pictures, each at most 10 MB. The first is shown first."),
    )
    remark = forms.CharField(label=_("Remark for the buyer"), required=False, widget=forms.Textarea)
    told = forms.BooleanField(label=_("Tell me by e-mail"), required=False, help_text=_("At most one a day."))

    def clean_telephone(self) -> str:
        """A mobile number has 11 figures."""
        text: str = self.cleaned_data["telephone"]
        if sum(letter.isdigit() for letter in text) != MOBILE_FIGURES:
            raise forms.ValidationError(_("One figure is missing. A mobile number has 11."))
        return text

    def clean_tracking(self) -> str:
        """A tracking number of the sample carrier has 12 figures."""
        text: str = self.cleaned_data["tracking"]
        if sum(letter.isdigit() for letter in text) != CARRIER_FIGURES:
            raise forms.ValidationError(_("SF Express numbers have 12 figures, this has 9."))
        return text


class DoorForm(forms.Form):
    """What a door asks."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


def sign_in_form() -> DoorForm:
    """An empty door."""
    return DoorForm(auto_id="door_%s")
