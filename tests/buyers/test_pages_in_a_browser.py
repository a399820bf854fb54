"""The buyer's pages in a real browser: axe finds nothing, nothing runs off the side."""

import os
from collections.abc import Callable
from itertools import cycle, product
from pathlib import Path
from typing import Literal

import pytest
from django.test import Client
from playwright.sync_api import Browser

from core import clock
from marketplace.catalog.models import Sku
from marketplace.users.models import User
from tests import make
from tests.look.test_kit_in_a_browser import AXE, RUN, SITE, serve

pytestmark = pytest.mark.django_db

Combination = tuple[str, Literal["light", "dark"], int]
ALL: list[Combination] = list(product(("zh-hans", "en"), ("light", "dark"), (320, 1280)))


def _basket(buyer: User) -> str:
    made = make.basket(buyer, {make.sku(): 1, make.sku(make.listing(title="Straw hat", second_title="草帽")): 2})
    Sku.objects.filter(pk=made.lines.order_by("pk")[0].sku_id).update(price=12_000)
    return "/basket/"


def _checkout(buyer: User) -> str:
    make.basket(buyer, {make.sku(make.listing(second_title="景迈古树普洱")): 1, make.sku(make.listing(title="Hat")): 2})
    return "/checkout/"


def _order(stage: str, page: str = "") -> Callable[[User], str]:
    def address(buyer: User) -> str:
        order = getattr(make, f"{stage}_order")(buyer=buyer, now=clock.now())
        return f"/buy/orders/{order.reference}/{page}"

    return address


def _orders(buyer: User) -> str:
    for stage in ("placed", "packed", "delivered"):
        getattr(make, f"{stage}_order")(buyer=buyer, now=clock.now())
    return "/buy/orders/"


def _paying(buyer: User) -> str:
    return f"/buy/payments/{make.placed_order(buyer=buyer, now=clock.now()).checkout.payment.reference}/"


def _addresses(buyer: User) -> str:
    make.placed_order(buyer=buyer)
    return "/buy/addresses/"


PAGES: dict[str, Callable[[User], str]] = {
    "basket": _basket,
    "empty basket": lambda _buyer: "/basket/",
    "checkout": _checkout,
    "paying": _paying,
    "orders": _orders,
    "no orders": lambda _buyer: "/buy/orders/",
    "unpaid order": _order("placed"),
    "packed order": _order("packed"),
    "delivered order": _order("delivered"),
    "confirming": _order("delivered", "receipt/"),
    "extending": _order("delivered", "extension/"),
    "cancelling": _order("paid", "cancellation/"),
    "another address": _order("paid", "address/"),
    "record": _order("delivered", "record/"),
    "addresses": _addresses,
}
TURN = dict(zip(PAGES, cycle(ALL), strict=False))


@pytest.mark.parametrize(
    ("name", "combination"),
    [
        pytest.param(name, combination, marks=() if TURN[name] == combination else pytest.mark.long)
        for name in PAGES
        for combination in ALL
    ],
)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(
    name: str, combination: Combination, signed_in: Client, buyer: User, browser: Browser
) -> None:
    language, scheme, width = combination
    address = PAGES[name](buyer)
    html = signed_in.get(address, headers={"accept-language": language}).content.decode()
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        serve(page, html)
        page.goto(f"{SITE}{address}")
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{language}-{scheme}-{width}.png", full_page=True)
        page.evaluate(AXE)
        assert page.evaluate(RUN) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
