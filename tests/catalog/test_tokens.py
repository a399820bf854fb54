"""What a question finds."""

import pytest

from marketplace.catalog import tokens
from marketplace.catalog.models import Listing
from tests import make

TITLES = [
    "景迈古树普洱茶饼",
    "古茶树 迈景",
    "茶",
    "大红袍 茶叶 岩茶",
    "ティーポット",
    "Dried mushrooms, 500 g",
    "pu’er iPhone15手机壳",
]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("景迈", [0]),
        ("迈景", [1]),
        ("古树", [0]),
        ("树迈", []),  # side by side only across the space
        ("景迈古", [0]),
        ("景迈树普", []),
        ("茶", [0, 1, 2, 3]),
        ("茶叶", [3]),
        ("叶岩", []),
        ("大红袍岩茶", []),
        ("大红袍 岩茶", [3]),
        ("ポット", [4]),
        ("mushroom", [5]),
        ("DRIED MUSHROOM", [5]),
        ("ｍｕｓｈｒｏｏｍｓ", [5]),
        ("500", [5]),
        ("pu'er", [6]),
        ("iphone15", [6]),
        ("手机壳 pu", [6]),
        ("mushroom 茶", []),
    ],
)
def test_a_question_finds_every_title_that_holds_it_and_no_other(db: None, question: str, found: list[int]) -> None:
    shop = make.shop()
    for title in TITLES:
        make.listing(shop, title=title)
    rows = Listing.objects.order_by("pk")
    for part in tokens.questions(question):
        rows = rows.filter(search=part)
    assert [TITLES.index(title) for title in rows.values_list("title", flat=True)] == found


@pytest.mark.parametrize("question", ["", "  ", "!?，。", "'", "\\", ":*", "_"])
def test_what_has_no_letter_asks_for_nothing(question: str) -> None:
    assert tokens.questions(question) == []


@pytest.mark.parametrize("question", ["the", "a' | b", "x:* & !y", "茶'茶", "<->", "𠀀𠀁", "é ñ ß", "a" * 3000])
def test_any_question_is_one_postgresql_can_read(db: None, question: str) -> None:
    rows = Listing.objects.all()
    for part in tokens.questions(question):
        rows = rows.filter(search=part)
    assert list(rows) == []


def test_stop_words_are_found_as_they_stand(db: None) -> None:
    listing = make.listing(title="The Who, second pressing")
    for part in tokens.questions("the who"):
        assert list(Listing.objects.filter(search=part)) == [listing]
