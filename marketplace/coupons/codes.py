"""What is typed where a coupon is asked for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.utils.translation import gettext_lazy as _

from core.errors import Invalid

SHORTEST, LONGEST = 3, 20
#: How many codes one checkout takes: one of each shop, and one promotion.
MOST = 10
_CODE = re.compile(r"[0-9A-Z][0-9A-Z-]*")
_BETWEEN = re.compile(r"[\s,;，、；]+")


@dataclass(frozen=True, slots=True)
class Typed:
    """The codes somebody typed, each once, and when: whether a coupon counts is asked of that moment."""

    codes: tuple[str, ...]
    at: datetime

    @classmethod
    def read(cls, text: str | Iterable[str], at: datetime) -> Self:
        """`text` is one code or several, parted by spaces or commas. Raises `Invalid` codes_too_many."""
        words = _BETWEEN.split(text) if isinstance(text, str) else text
        codes = tuple(dict.fromkeys(code for word in words if (code := same(word))))
        if len(codes) > MOST:
            raise Invalid(
                "codes_too_many", _("At most %(most)s codes can be used at once."), {"most": MOST}, field="coupon"
            )
        return cls(codes, at)


def same(code: str) -> str:
    """A code as it is kept: how big its letters are does not matter; of one that nobody can have, enough to name it."""
    return "".join(sign for sign in code.upper() if sign.isprintable() and not sign.isspace())[:LONGEST]


def readable(code: str) -> str:
    """A new code. Raises `Invalid` code_unreadable."""
    read = same(code)
    if not SHORTEST <= len(read) <= len(code.strip()) <= LONGEST or not _CODE.fullmatch(read):
        raise Invalid(
            "code_unreadable",
            _("A code has %(least)s to %(most)s letters from A to Z, figures or hyphens."),
            {"least": SHORTEST, "most": LONGEST},
            field="code",
        )
    return read
