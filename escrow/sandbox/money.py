"""Amounts as people read them; the currency always shows."""

from typing import Final

DIGITS: Final = {"JPY": 0, "KRW": 0, "VND": 0, "CLP": 0, "BHD": 3, "KWD": 3, "OMR": 3, "TND": 3}
SIGNS: Final = {"CNY": "¥"}


def shown(amount_minor: int, currency: str) -> str:
    """`¥128.00`, `USD 128.00`, `JPY 128` from minor units."""
    digits = DIGITS.get(currency, 2)
    whole, part = divmod(amount_minor, 10**digits)
    figure = f"{whole:,}" + (f".{part:0{digits}d}" if digits else "")
    return SIGNS.get(currency, f"{currency}\N{NO-BREAK SPACE}") + figure
