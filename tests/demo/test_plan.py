"""The demo's plan: enough shops and goods, shortest and longest titles, pictures that exist and differ, every end."""

import tomllib
from itertools import pairwise
from typing import Any

import pytest

from core.money import parse_money
from marketplace.catalog.models import Category
from marketplace.claims.states import ClaimState, Outcome
from marketplace.demo.fill import goods, talking
from marketplace.demo.fill.disputing import VERBS
from marketplace.demo.fill.giving import BOUGHT, COUPON, PROMOTION
from marketplace.demo.fill.people import BUYERS, OPERATORS
from marketplace.demo.fill.program import DAYS
from marketplace.demo.fill.shown import SHOWN
from marketplace.demo.fill.transferring import TRANSFERRED

PLAN: dict[str, Any] = tomllib.loads((goods.HERE / "shops.toml").read_text())
GOODS = [row for shop in PLAN["shop"] for row in shop["goods"]]
DISPUTES: list[dict[str, Any]] = tomllib.loads((goods.HERE / "disputes.toml").read_text())["dispute"]
STEPS = [step for dispute in DISPUTES for step in dispute["steps"]]
TALKS = talking.talks()
OPINIONS: dict[str, Any] = tomllib.loads((goods.HERE / "opinions.toml").read_text())


def test_there_is_enough_on_the_shelves() -> None:
    assert (len(PLAN["shop"]), len(GOODS)) == (12, 150)


def test_titles_are_as_short_and_as_long_as_they_may_be() -> None:
    lengths = {len(row["title"]) for row in GOODS}
    assert (min(lengths), max(lengths)) == (1, 120)


def test_every_picture_exists() -> None:
    named = {row["picture"] for row in [*GOODS, *PLAN["shop"]]} | {
        slug for row in GOODS for slug in row.get("more", ())
    }
    named |= {slug for talk in TALKS for step in talk["steps"] for slug in step.get("photos", ())}
    named |= {slug for step in STEPS for slug in step.get("photos", ())}
    assert [name for name in sorted(named) if not (goods.PICTURES / f"{name}.webp").exists()] == []


def test_no_two_neighbours_show_the_same_picture() -> None:
    """On a shop's page, and in a list of the newest, where shops stand side by side."""
    shelves = [[row["picture"] for row in shop["goods"]] for shop in PLAN["shop"]]
    newest = [shelf[place] for place in range(max(map(len, shelves))) for shelf in shelves if place < len(shelf)]
    assert [pair for row in (*shelves, newest) for pair in pairwise(row) if len(set(pair)) == 1] == []


def test_every_price_can_be_read() -> None:
    assert all(parse_money(row["price"], "CNY").minor > 0 for row in GOODS)


def test_claims_stand_in_every_state_and_have_ended_in_every_way() -> None:
    states = {dispute["state"] for dispute in DISPUTES if "state" in dispute}
    assert states | {ClaimState.CLOSED} == set(ClaimState)
    assert {one["outcome"] for one in DISPUTES if "outcome" in one} == set(Outcome)
    released = [one for one in DISPUTES if one.get("confirm", DAYS) < one.get("arrive", 0) + one["steps"][0]["after"]]
    assert [one.get("outcome", "open") for one in released] == ["open", "agreed"]


def test_what_is_told_speaks_of_goods_people_and_verbs_there_are() -> None:
    titles = [row["title"] for row in GOODS]
    named = [*(dispute["goods"] for dispute in DISPUTES), *(beginning for _days, _buyer, beginning, _plan in SHOWN)]
    named += [*(talk["goods"] for talk in TALKS), *(beginning for _days, _buyer, beginning, _codes, _plan in BOUGHT)]
    named += [told.goods for told in TRANSFERRED]
    assert [name for name in named if not any(title.startswith(name) for title in titles)] == []
    assert {step["do"] for step in STEPS} == set(VERBS)
    assert {step["by"] for step in STEPS} <= {"buyer", "shop", "bank", *range(len(OPERATORS))}
    assert {dispute["buyer"] for dispute in DISPUTES} <= set(range(len(BUYERS)))


def test_people_talk_and_one_report_waits() -> None:
    steps = [[step["do"] for step in talk["steps"]] for talk in TALKS]
    assert {verb for verbs in steps for verb in verbs} == set(talking.VERBS)
    assert [verbs.count("report") - verbs.count("close") for verbs in steps if "report" in verbs] == [0, 1]
    assert {step["by"] for talk in TALKS for step in talk["steps"]} <= {"buyer", "shop", *range(len(OPERATORS))}
    assert {tuple(codes) for _days, _buyer, _goods, codes, _plan in BOUGHT} >= {(COUPON,), (PROMOTION,)}


def test_everybody_has_words_in_both_languages() -> None:
    assert {tuple(words) for words in OPINIONS.values()} == {("en", "zh")}
    assert {len(shop["stars"]) for shop in PLAN["shop"]} == {5}


@pytest.mark.django_db
def test_every_shelf_exists_and_none_is_empty() -> None:
    shelves = set(Category.objects.values_list("slug", flat=True))
    assert {row["category"] for row in GOODS} == shelves
