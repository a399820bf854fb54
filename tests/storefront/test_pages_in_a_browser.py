"""The shop window in a real browser: axe finds nothing, nothing runs off the side."""

import os
from collections.abc import Callable
from itertools import cycle, product
from pathlib import Path
from typing import Any, Literal

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from playwright.sync_api import Browser, Route

from core import clock
from marketplace.catalog.actions.add_photo import add_photo
from marketplace.catalog.actions.prepare_photo import prepare_photo
from marketplace.catalog.cards import address
from marketplace.catalog.models import Listing, Shop
from marketplace.catalog.variants import Variant
from marketplace.demo import pictures
from tests import make
from tests.look.test_kit_in_a_browser import AXE, RUN, SITE, serve

pytestmark = pytest.mark.django_db

Combination = tuple[str, Literal["light", "dark"], int]
ALL: list[Combination] = list(product(("zh-hans", "en"), ("light", "dark"), (320, 1280)))
DRAWINGS = Path(pictures.__file__).parent
GOODS = [
    ("tea-cake", "Jingmai old-tree pu’er, 357 g cake", "景迈古树普洱茶饼", 11_800, "tea"),
    ("embroidery", "Peony hoop, hand-stitched silk, 26 cm", "牡丹绣绷", 26_800, "embroidery"),
    ("mushrooms", "Dried flower mushrooms, 500 g", "原木花菇", 9_600, "dried-goods"),
    ("bamboo-hat", "Bamboo field hat, oiled, 48 cm", "竹编斗笠", 4_500, "hats"),
    ("cleaver", "Folded-steel kitchen cleaver " + "very " * 15, "锻打菜刀" * 12, 18_900, ""),
    ("honey", "Winter honey from wild bees, 1 kg", "", 8_800, ""),
]


def _photograph(listing: Listing, *names: str) -> None:
    for name in names:
        upload = ContentFile((DRAWINGS / f"{name}.webp").read_bytes(), name="picture.webp")
        prepare_photo(add_photo(listing, upload, now=clock.now(), alt=name).pk)


def _shop() -> Shop:
    shop = make.shop(
        make.user("Wang Jian"),
        name="Wang’s Tea",
        second_name="王家茶园",
        about="Three generations in Jingmai. We pick, dry and press here.",
    )
    shop.picture.save("wang.webp", ContentFile((DRAWINGS / "shop-wang.webp").read_bytes()))
    return shop


def _goods(shop: Shop) -> None:
    for number, (name, title, second, price, shelf) in enumerate(GOODS):
        of = shop if number % 2 else make.shop(make.user(), name=f"House of {name}")
        listing = make.listing(of, title=title, second_title=second, price=price, category=shelf)
        _photograph(listing, name)


def _home() -> str:
    _goods(_shop())
    make.paid_order(now=clock.now())
    return "/"


def _listing() -> str:
    choices = [Variant("100 g piece", 3_600, 9), Variant("357 g cake", 11_800, 38), Variant("1 kg brick", 99_900, 0)]
    listing = make.listing(
        _shop(),
        second_title="景迈古树普洱茶饼",
        variants=choices,
        category="tea",
        description="Picked between 18 March and 6 April 2019.\n\nDry stored in Kunming since.",
    )
    _photograph(listing, "tea-cake", "gaiwan", "tea-leaves")
    return address(listing)


def _bare_listing() -> str:
    return address(make.listing(make.shop(), title="茶" * 120))


def _shop_page() -> str:
    shop = _shop()
    _goods(shop)
    make.delivered_order(sku=make.sku(make.listing(shop, title="White gaiwan, 120 ml")), now=clock.now())
    return f"/s/{shop.slug}/"


def _empty_shop() -> str:
    return f"/s/{make.shop().slug}/"


def _results() -> str:
    _goods(_shop())
    return "/search/?q=&from=10&sort=price&category=moon"


def _books() -> str:
    make.delivered_order(now=clock.now())
    return "/our-books/"


PAGES: dict[str, Callable[[], str]] = {
    "home": _home,
    "empty home": lambda: "/",
    "search": _results,
    "nothing found": lambda: "/search/?q=moonstone",
    "listing": _listing,
    "bare listing": _bare_listing,
    "shop": _shop_page,
    "empty shop": _empty_shop,
    "protection": lambda: "/protection/",
    "books": _books,
    "sign up": lambda: "/accounts/signup/",
    "account": lambda: "/account/",
}
TURN = dict(zip(PAGES, cycle(ALL), strict=False))


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """The folder of pictures, of this test alone."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.mark.parametrize(
    ("name", "combination"),
    [
        pytest.param(name, combination, marks=() if TURN[name] == combination else pytest.mark.long)
        for name in PAGES
        for combination in ALL
    ],
)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(
    name: str, combination: Combination, client: Client, browser: Browser, media: Path
) -> None:
    language, scheme, width = combination
    if name == "account":
        client.force_login(make.user())
    where = PAGES[name]()
    html = client.get(where, headers={"accept-language": language}).content.decode()

    def picture(route: Route) -> None:
        route.fulfill(path=media / route.request.url.partition("/media/")[2])

    width = int(os.environ.get("WIDTH", width))
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        serve(page, html)
        page.route("**/media/**", picture)
        page.goto(f"{SITE}{where}")
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{language}-{scheme}-{width}.png", full_page=True)
        page.evaluate(AXE)
        assert page.evaluate(RUN) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
