"""The seller's pages in a real browser: axe finds nothing, nothing runs off the side, however long the names are."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import cycle, product
from pathlib import Path
from typing import Any, Literal

import pytest
from django.test import Client
from playwright.sync_api import Browser

from core.models import OutboxMessage
from marketplace.catalog.models import Shop, Sku
from marketplace.notifications.notify import notify, topics
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.models import Order
from tests import make
from tests.look.test_kit_in_a_browser import AXE, RUN, SITE, serve

pytestmark = pytest.mark.django_db

Combination = tuple[str, Literal["light", "dark"], int]
ALL: list[Combination] = list(product(("zh-hans", "en"), ("light", "dark"), (320, 1280)))
BUYER = "Wolfeschlegelsteinhausenbergerdorff Hubert"
TITLE = ("Old" * 20 + " 景迈古树普洱茶" * 8)[:120]
Page = Callable[[Client, Sku, datetime], Any]


def _order(sku: Sku, stage: str, now: datetime) -> Order:
    order: Order = getattr(make, f"{stage}_order")(sku=sku, buyer=make.user(BUYER), now=now)
    return order


def _page(address: str) -> Page:
    return lambda seller, _sku, _now: seller.get(address)


def _order_page(stage: str, rest: str = "") -> Page:
    return lambda seller, sku, now: seller.get(f"/sell/orders/{_order(sku, stage, now).reference}/{rest}")


def _desk(seller: Client, sku: Sku, now: datetime) -> Any:
    for ago in (timedelta(days=3, hours=15), timedelta(hours=3)):
        _order(sku, "paid", now - ago)
    back = _order(sku, "shipped", now)
    record_parcel_event(back.shipment.pk, "returned", now, now=now)
    return seller.get("/sell/")


def _orders(seller: Client, sku: Sku, now: datetime) -> Any:
    for stage in ("paid", "packed"):
        _order(sku, stage, now)
    return seller.get("/sell/orders/")


def _money(seller: Client, sku: Sku, now: datetime) -> Any:
    seller.post("/sell/money/account/", {"bank": "ICBC", "holder": "Wang Li", "number": "6222 0000 4471"})
    for weeks in (5, 1):
        order = _order(sku, "delivered", now - timedelta(weeks=weeks))
        confirm_receipt(order.pk, now=now - timedelta(weeks=weeks), actor=make.buyer_of(order))
    seller.post("/sell/money/payout/", {"amount": "100"})
    return seller.get("/sell/money/")


def _notices(seller: Client, sku: Sku, now: datetime) -> Any:
    _order(sku, "delivered", now)
    for message in OutboxMessage.objects.filter(topic__in=topics()).order_by("id"):
        notify(message, now)
    return seller.get("/notices/")


def _refused(seller: Client, sku: Sku, now: datetime) -> Any:
    address = f"/sell/orders/{_order(sku, 'paid', now).reference}/shipment/"
    return seller.post(address, {"carrier": "", "number": "??"})


def _opening(_seller: Client, _sku: Sku, _now: datetime) -> Any:
    newcomer = Client()
    newcomer.force_login(make.user())
    return newcomer.get("/sell/open/")


PAGES: dict[str, Page] = {
    "desk": _desk,
    "empty desk": _page("/sell/"),
    "opening": _opening,
    "shop": _page("/sell/shop/"),
    "listings": _page("/sell/listings/"),
    "new listing": _page("/sell/listings/new/"),
    "listing": lambda seller, sku, _now: seller.get(f"/sell/listings/{sku.listing_id}/"),
    "orders": _orders,
    "no orders": _page("/sell/orders/"),
    "order to ship": _order_page("paid"),
    "order delivered": _order_page("delivered"),
    "shipping": _order_page("paid", "shipment/"),
    "shipping refused": _refused,
    "cancelling": _order_page("paid", "cancellation/"),
    "giving time": _order_page("delivered", "extension/"),
    "money": _money,
    "no money": _page("/sell/money/"),
    "bank account": _page("/sell/money/account/"),
    "notices": _notices,
}
TURN = dict(zip(PAGES, cycle(ALL), strict=False))


@pytest.fixture
def shop(db: None) -> Shop:
    return make.shop(
        name="Qingyuan Back Hill Dried Mushroom Growers’ Cooperative No 12", second_name="庆元后山香菇合作社"
    )


@pytest.fixture
def sku(shop: Shop) -> Sku:
    return make.sku(make.listing(shop, title=TITLE, stock=50))


@pytest.fixture
def html_of(seller: Client, sku: Sku, now: datetime) -> Callable[[str, str], str]:
    """A page by its name here, in a language."""

    def html(name: str, language: str) -> str:
        seller.cookies["django_language"] = language
        text: str = PAGES[name](seller, sku, now).content.decode()
        return text

    return html


@pytest.mark.parametrize(
    ("name", "combination"),
    [
        pytest.param(name, combination, marks=() if TURN[name] == combination else pytest.mark.long)
        for name in PAGES
        for combination in ALL
    ],
)
def test_axe_finds_nothing_and_nothing_runs_off_the_side(
    name: str, combination: Combination, html_of: Callable[[str, str], str], browser: Browser
) -> None:
    language, scheme, width = combination
    html = html_of(name, language)
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:
        page = context.new_page()
        serve(page, html)
        page.goto(f"{SITE}/sell/")
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}-{language}-{scheme}-{width}.png", full_page=True)
        page.evaluate(AXE)
        assert page.evaluate(RUN) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
