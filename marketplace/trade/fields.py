"""Fields that the forms of several faces share: an amount as people write it, and several photos."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from core.money import Money, parse_money


def written(minor: int, currency: str) -> str:
    """An amount as it stands in a field: "128.00"."""
    return str(Money(minor, currency).major)


class MoneyField(forms.CharField):
    """An amount of 0 or more, cleaned to minor units (int) of the site's currency; None when left empty."""

    def __init__(self, *, at_least: int = 0, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(max_length=24, **options)
        self.at_least = at_least

    @property
    def currency(self) -> str:
        """What the field is read in, and shows beside it."""
        return str(settings.CURRENCY)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            minor = parse_money(text, self.currency).minor
        except DomainError as error:
            raise ValidationError(error.words, code=error.code) from error
        if minor < self.at_least:
            least = Money(self.at_least, self.currency).major
            raise ValidationError(_("Write %(least)s or more."), params={"least": least}, code="too_little")
        return minor


class PhotosInput(forms.ClearableFileInput):
    """Several pictures, straight from a phone's camera or its album."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PhotosField(forms.FileField):
    """Zero or more uploads, cleaned to a list; whether each is a picture is looked at when it is taken in."""

    widget = PhotosInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/*"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if not uploads:
            super().clean(None, initial)
        return [super(PhotosField, self).clean(upload, initial) for upload in uploads]
