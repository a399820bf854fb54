"""A word out of several."""

from textwrap import shorten
from typing import Any, NoReturn

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

#: Characters of all the words that a refusal names.
LONGEST = 240


class Choice(serializers.ChoiceField):
    """One of several words; whoever sends another one is told which there are."""

    default_error_messages = {"invalid_choice": _("Choose one of: {choices}.")}

    def fail(self, key: str, **about: Any) -> NoReturn:
        words = shorten(", ".join(self.choice_strings_to_values), LONGEST, placeholder=" …")
        super().fail(key, choices=words, **about)
