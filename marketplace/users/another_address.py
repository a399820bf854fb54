"""Another e-mail address."""

from typing import Any

from allauth.account.forms import AddEmailForm
from allauth.account.models import EmailAddress
from django import forms
from django.utils.translation import gettext_lazy as _


class AnotherAddressForm(AddEmailForm):  # type: ignore[misc]  # allauth has no types
    """allauth would take an address that was never confirmed away at once, and leave the person with none."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if not EmailAddress.objects.filter(user=self.user, verified=True).exists():
            raise forms.ValidationError(_("Open the letter we sent to your present address first."))
        return cleaned
