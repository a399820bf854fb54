"""Names in two languages: which of them this reader can read, and in which language each is."""

from dataclasses import dataclass

from django.utils.translation import get_language

from marketplace.catalog import tokens

ENGLISH, CHINESE = "en", "zh-Hans"


@dataclass(frozen=True, slots=True)
class Wording:
    """A title in the reader's language first, the other one beside it, each with its language."""

    text: str
    lang: str
    other: str
    other_lang: str


def wording(title: str, second_title: str) -> Wording:
    """Both titles, the one the reader can read first."""
    chinese = _reads_chinese()
    first, second = title, second_title
    if second and tokens.has_han(second) == chinese and tokens.has_han(first) != chinese:
        first, second = second, first
    return Wording(first, language_of(first), second, language_of(second) if second else "")


def language_of(text: str) -> str:
    """The language a screen reader should speak `text` in."""
    return CHINESE if tokens.has_han(text) else ENGLISH


def other_language() -> str:
    """The language of the names that stand beside the reader's own."""
    return ENGLISH if _reads_chinese() else CHINESE


def _reads_chinese() -> bool:
    return (get_language() or ENGLISH).startswith("zh")
