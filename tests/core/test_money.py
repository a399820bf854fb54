import pytest
from django.utils import translation

from core.errors import Invalid
from core.money import Money, format_money, format_whole, parse_money, split_by_weight


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("128", "CNY", 12800),
        ("1,280.5", "CNY", 128050),
        ("￥８８．１０", "CNY", 8810),
        ("１，２８０", "CNY", 128000),
        (" 1,000,000 ", "CNY", 100_000_000),
        (".5", "CNY", 50),
        ("5.", "CNY", 500),
        ("500", "JPY", 500),
        ("1.234", "KWD", 1234),
    ],
)
def test_what_people_type_is_read_in_minor_units(text: str, currency: str, minor: int) -> None:
    assert parse_money(text, currency) == Money(minor, currency)


UNREADABLE = ["", ".", "-", "abc", "NaN", "Infinity", "1e9", "1_0", "0x10", "12,50", "1,2,3", ",5", "1..2", "٣", "½"]


@pytest.mark.parametrize("text", [*UNREADABLE, "1.234", "99999999999999999", "9" * 5000])
def test_what_is_no_amount_is_refused_in_words(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_money(text, "CNY")
    assert refusal.value.words.endswith(".")


@pytest.mark.parametrize(
    ("money", "language", "shown"),
    [
        (Money(12800, "CNY"), "en", "¥128.00"),
        (Money(-12800, "CNY"), "en", "-¥128.00"),
        (Money(128430650, "CNY"), "zh-hans", "¥1,284,306.50"),
        (Money(500, "JPY"), "en", "JPY\N{NO-BREAK SPACE}500"),
        (Money(500, "JPY"), "zh-hans", "JPY\N{NO-BREAK SPACE}500"),
        (Money(1234, "KWD"), "en", "KWD1.234"),
    ],
)
def test_money_is_written_with_its_currency(money: Money, language: str, shown: str) -> None:
    assert format_money(money, language) == shown


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (Money(150_000, "CNY"), "¥1,500"),
        (Money(-150_000, "CNY"), "-¥1,500"),
        (Money(500, "JPY"), "JPY\N{NO-BREAK SPACE}500"),
        (Money(2_000, "KWD"), "KWD2"),
    ],
)
def test_an_axis_says_whole_units_with_their_currency(money: Money, shown: str) -> None:
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert format_whole(money) == shown


def test_two_currencies_do_not_add_up() -> None:
    with pytest.raises(ValueError, match="CNY and JPY"):
        Money(1, "CNY") + Money(1, "JPY")


def test_ten_thousand_one_cent_parts_add_up() -> None:
    assert sum(split_by_weight(9_999, [1] * 10_000)) == 9_999


def test_the_largest_remainder_gets_the_rest() -> None:
    assert split_by_weight(1000, [8000, 4000, 800]) == [625, 313, 62]
