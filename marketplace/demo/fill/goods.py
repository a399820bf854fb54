"""Shops and goods from `shops.toml`, opened and listed through the actions a seller's click would use."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from core.money import parse_money
from marketplace.catalog.actions.add_photo import add_photo
from marketplace.catalog.actions.create_listing import create_listing
from marketplace.catalog.actions.open_shop import open_shop
from marketplace.catalog.actions.prepare_photo import prepare_photo
from marketplace.catalog.actions.publish_listing import publish_listing
from marketplace.catalog.models import Category, Listing, Shop
from marketplace.catalog.variants import Variant
from marketplace.demo.fill.people import make_person

HERE = Path(__file__).parent
PICTURES = HERE.parent / "pictures"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One shop of the demo with its listings, in the order of the file."""

    shop: Shop
    listings: list[Listing]


def categories() -> dict[str, Category]:
    """The shelves of the site, by slug."""
    return {category.slug: category for category in Category.objects.all()}


def make_shelf(number: int, shelves: dict[str, Category], now: datetime) -> Shelf:
    """Open shop `number` of the plan and put all its goods out."""
    plan = _plan()["shop"][number]
    keeper = make_person(plan["keeper"], f"seller{number + 1}" if number else "seller", plan["language"])
    shop = open_shop(
        keeper,
        now=now,
        name=plan["name"],
        second_name=plan["second_name"],
        about=plan["about"],
        region=plan["region"],
        shipping_price=_minor(plan["shipping"]),
        free_above=_minor(plan["free_above"]) if plan["free_above"] else None,
        ship_promise=plan["promise"],
    )
    shop.picture.save(f"{plan['picture']}.webp", _picture(plan["picture"]))
    return Shelf(shop, [_list(shop, goods, shelves, now) for goods in plan["goods"]])


def count() -> int:
    """How many shops there are in the plan."""
    return len(_plan()["shop"])


def _list(shop: Shop, goods: dict[str, Any], shelves: dict[str, Category], now: datetime) -> Listing:
    variants = [Variant(name, _minor(price), stock) for name, price, stock in goods.get("variants", [])]
    listing = create_listing(
        shop,
        title=goods["title"],
        second_title=goods["second"],
        price=_minor(goods["price"]),
        stock=goods["stock"],
        variants=variants,
        category=shelves[goods["category"]],
        description=_describe(goods, shop),
        now=now,
    )
    photo = add_photo(listing, _picture(goods["picture"]), now=now, alt=_alt(goods["picture"], shop))
    prepare_photo(photo.pk)
    return publish_listing(listing, now=now)


def _describe(goods: dict[str, Any], shop: Shop) -> str:
    return f"{goods['title']}. {goods['second']}.\n\n{shop.about}"


def _picture(slug: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(f"{slug}.webp", (PICTURES / f"{slug}.webp").read_bytes(), "image/webp")


def _alt(slug: str, shop: Shop) -> str:
    words = _words()[slug]
    return str(words["zh" if shop.owner.language.startswith("zh") else "en"])


def _minor(text: str) -> int:
    return parse_money(text, settings.CURRENCY).minor


@cache
def _plan() -> dict[str, Any]:
    return tomllib.loads((HERE / "shops.toml").read_text())


@cache
def _words() -> dict[str, dict[str, str]]:
    rows = tomllib.loads((PICTURES / "index.toml").read_text())["picture"]
    return {row["slug"]: row for row in rows}
