"""Money: an integer of minor units and an ISO 4217 currency, never a float.

The digits of a currency (JPY 0, CNY 2, KWD 3) and the way it is written come from the Unicode CLDR by Babel.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.numbers import format_currency, get_currency_precision, get_currency_symbol
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.errors import Invalid

#: What one amount may be at most: far below 2**63, so that no sum of a shop's life overflows a bigint.
MAX_MINOR = 10**14


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of one currency. Adding two currencies is a bug and raises ValueError."""

    minor: int
    currency: str

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            message = f"{self.currency} and {other.currency} do not add up"
            raise ValueError(message)
        return other.minor

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.minor * times, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: "Money") -> bool:
        return self.minor <= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    @property
    def major(self) -> Decimal:
        """The amount in major units: Money(12800, "CNY").major == Decimal("128.00")."""
        return Decimal(self.minor).scaleb(-digits(self.currency))


@cache
def digits(currency: str) -> int:
    """How many digits follow the decimal point of `currency` (ISO 4217)."""
    return get_currency_precision(currency)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse("zh_Hans_CN" if language.startswith("zh") else language.replace("-", "_"))


def format_money(money: Money, language: str | None = None) -> str:
    """The amount as a reader of `language` (the active one unless given) writes it, always with its currency.

    ¥ stands for the yuan alone, as the site's readers write it; the yen is written JPY, so the two are never
    confused.
    """
    locale = _locale(language or get_language() or "en")
    return _told_apart(format_currency(money.major, money.currency, locale=locale), money.currency)


def sign_of(currency: str) -> str:
    """What stands before an amount that is typed: "¥"; the code where a sign would be taken for another currency's."""
    return _told_apart(get_currency_symbol(currency, locale=_locale(get_language() or "en")), currency).strip()


def format_whole(money: Money) -> str:
    """The same without what follows the decimal point, rounded to whole units: for the axis of a chart."""
    locale = _locale(get_language() or "en")
    pattern = locale.currency_formats["standard"].pattern.replace(".00", "")
    text: str = format_currency(money.major, money.currency, pattern, locale=locale, currency_digits=False)
    return _told_apart(text, money.currency)


def _told_apart(text: str, currency: str) -> str:
    if currency == "JPY":
        return re.sub(r"JP¥|[¥￥]", "JPY\N{NO-BREAK SPACE}", text)
    return text.replace("CN¥", "¥")


def parse_money(text: str, currency: str) -> Money:
    """Read what a person typed ("1,280.5", "￥88", "１２") as money.

    A comma parts thousands and nothing else: who writes "12,50" may mean twelve and a half.
    Raises `Invalid` with words when it is not a number, has too many digits after the point, or is out of bounds.
    """
    cleaned = re.sub(r"[\s¥￥]", "", text.translate(_FULL_WIDTH))
    if not _AMOUNT.fullmatch(cleaned):
        raise Invalid("money_unreadable", _("Write the amount in figures, like 128.00."))
    amount = Decimal(cleaned.replace(",", ""))
    minor = amount.scaleb(digits(currency))
    if minor != minor.to_integral_value():
        raise Invalid("money_too_fine", _("The amount has too many figures after the point."))
    if abs(minor) > MAX_MINOR:
        raise Invalid("money_too_large", _("The amount is too large."))
    return Money(int(minor), currency)


_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_AMOUNT = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]*)?|[+-]?\.[0-9]+")


def split_by_weight(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` minor units over `weights` (all >= 0, sum > 0) by the largest remainder; the parts add up to it
    exactly.

    Ties go to the earlier part, so the same input always gives the same split.
    """
    whole = sum(weights)
    parts = [total * weight // whole for weight in weights]
    rest = total - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in by_remainder[:rest]:
        parts[i] += 1
    return parts
