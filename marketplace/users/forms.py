"""What people say of themselves."""

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core.fields import LineField
from marketplace.users import languages
from marketplace.users.models import User
from marketplace.users.person import LONGEST_NAME
from marketplace.users.zones import places


class NameForm(forms.Form):
    """What signing up asks besides e-mail and password; allauth puts both on one page."""

    field_order = ("name", "email", "password1")
    name = LineField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("As shops and buyers see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, _request: HttpRequest, user: User) -> None:
        """Called by allauth with the user it has made."""
        user.name = self.cleaned_data["name"]
        user.language = languages.present()
        user.timezone = settings.SITE_TIME_ZONE
        user.save(update_fields=["name", "language", "timezone"])


def _zones() -> list[tuple[str, str]]:
    """UTC first, then the places by name."""
    return [(zone, zone.replace("_", " ")) for zone in sorted(places(), key=lambda zone: (zone != "UTC", zone))]


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]  # the stubs' class takes a parameter, Django's does not
    """Name, and how letters are written."""

    name = LineField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("As shops and buyers see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=settings.LANGUAGES)
    timezone = forms.ChoiceField(
        label=_("Time zone"), choices=_zones, help_text=_("Times on pages and in letters are told in it.")
    )

    class Meta:
        model = User
        fields = ("name", "language", "timezone")
