"""Parts of addresses that Django does not know. `from core import converters` lets a list of addresses use them."""

from django.urls import register_converter


class Words:
    """`<words:...>`: in any script: letters, figures, hyphens."""

    regex = r"[\w-]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Words, "words")
