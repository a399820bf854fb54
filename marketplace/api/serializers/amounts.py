"""Amounts: minor units and currency for programs, words for people."""

import re
from typing import Any

from django.utils.translation import get_language
from rest_framework import serializers

from core.money import MAX_MINOR, Money, format_money

DIGITS = re.compile(r"-?[0-9]{1,20}")


class Amount(serializers.Serializer[Any]):
    """Whole minor units (fen, cents) of an ISO 4217 currency, and the same as a person reads it."""

    minor = serializers.IntegerField()
    currency = serializers.CharField()
    text = serializers.SerializerMethodField()

    def get_text(self, money: Money) -> str:
        return format_money(money, get_language() or "en")


class Whole(serializers.IntegerField):
    """A whole number that is sent: a number of JSON, or one in plain digits. Python itself would read more."""

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, float) and data.is_integer():
            data = int(data)
        if isinstance(data, bool) or not (isinstance(data, int) or (isinstance(data, str) and DIGITS.fullmatch(data))):
            self.fail("invalid")
        return super().to_internal_value(data)


class Minor(Whole):
    """An amount that is sent: minor units of the shop's currency."""

    def __init__(self, *, at_least: int = 0, **options: Any) -> None:
        super().__init__(min_value=at_least, max_value=MAX_MINOR, **options)


class Number(Whole):
    """The number of something: a bigint."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=2**63 - 1, **options)
