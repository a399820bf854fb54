"""References a person can read over the telephone: digits with two check digits (ISO 7064 MOD 97-10)."""

from datetime import datetime

from core import chance

#: Digits drawn at first: 900,000 references a month.
DRAWN = 6


def new_reference(now: datetime, clashes: int = 0) -> str:
    """A fresh reference, `YYMM-NNNNNN-CC`, a digit longer for each of the `clashes` before it.

    Unique only by the unique constraint of whoever stores it: draw again on a clash.
    """
    body = f"{now:%y%m}{chance.digits(DRAWN + clashes)}"
    return f"{body[:4]}-{body[4:]}-{check_digits(body)}"


def check_digits(body: str) -> str:
    """The two digits that make `body + digits` leave 1 when divided by 97 (ISO 7064)."""
    return f"{98 - int(body) * 100 % 97:02d}"


def is_reference(text: str) -> bool:
    """Whether `text` is a reference without a typing error."""
    compact = text.replace("-", "")
    return compact.isascii() and compact.isdigit() and len(compact) >= DRAWN + 6 and int(compact) % 97 == 1
