"""What people type into names, titles and descriptions, made safe to keep and to show."""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

from core.errors import Invalid

#: Controls, lone surrogates, and signs that turn the direction of what follows. Line breaks and tabs are let through.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile(r"\s+")


def line(text: str, *, field: str, at_most: int, needed: bool = False) -> str:
    """One line: composed (NFC), one space between words, no controls.

    Raises `Invalid` when it is too long, or empty though it is `needed`.
    """
    return _checked(one_line(text), field, at_most, needed=needed)


def paragraphs(text: str, *, field: str, at_most: int) -> str:
    """Several lines. Raises `Invalid` when it is too long."""
    return _checked(several_lines(text), field, at_most, needed=False)


def one_line(text: str) -> str:
    """What `line` makes of a text, however long."""
    return _visible(_SPACES.sub(" ", _clean(text)).strip())


def several_lines(text: str) -> str:
    """What `paragraphs` makes of a text, however long."""
    return _visible(_clean(text).replace("\r\n", "\n").replace("\r", "\n").strip())


def _visible(text: str) -> str:
    """Nothing, when it holds only signs that nobody can see."""
    return text if any(sign.isprintable() and not sign.isspace() for sign in text) else ""


def _clean(text: str) -> str:
    # Nothing that can be printed is forbidden.
    allowed = text if text.isprintable() else _FORBIDDEN.sub("", text)
    return unicodedata.normalize("NFC", allowed)


def _checked(text: str, field: str, at_most: int, *, needed: bool) -> str:
    if needed and not text:
        raise Invalid("words_missing", _("Write something here."), field=field)
    if len(text) > at_most:
        raise Invalid(
            "words_too_long",
            _("This is too long: at most %(most)s characters, and there are %(count)s."),
            {"most": at_most, "count": len(text)},
            field=field,
        )
    return text
