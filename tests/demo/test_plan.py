"""The demo's plan: enough shops and goods, titles as short and as long as they may be, pictures that exist."""

import tomllib
from typing import Any

import pytest

from core.money import parse_money
from marketplace.catalog.models import Category
from marketplace.demo.fill import goods

PLAN: dict[str, Any] = tomllib.loads((goods.HERE / "shops.toml").read_text())
GOODS = [row for shop in PLAN["shop"] for row in shop["goods"]]


def test_there_is_enough_on_the_shelves() -> None:
    assert (len(PLAN["shop"]) >= 6, len(GOODS) >= 40) == (True, True)


def test_titles_are_as_short_and_as_long_as_they_may_be() -> None:
    lengths = {len(row["title"]) for row in GOODS}
    assert (min(lengths), max(lengths)) == (1, 120)


def test_every_picture_exists() -> None:
    named = {row["picture"] for row in [*GOODS, *PLAN["shop"]]}
    assert [name for name in sorted(named) if not (goods.PICTURES / f"{name}.webp").exists()] == []


def test_every_price_can_be_read() -> None:
    assert all(parse_money(row["price"], "CNY").minor > 0 for row in GOODS)


@pytest.mark.django_db
def test_every_shelf_exists() -> None:
    shelves = set(Category.objects.values_list("slug", flat=True))
    assert {row["category"] for row in GOODS} - shelves == set()
