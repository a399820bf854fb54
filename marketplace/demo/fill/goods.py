"""Shops and goods from `shops.toml`, opened and listed through the actions a seller's click would use."""

import tomllib
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from marketplace.catalog.models import Category, Listing, Shop, Sku
from marketplace.catalog.variants import Variant
from marketplace.demo.fill.hands import Hands
from marketplace.demo.fill.people import keeper_address, make_person

HERE = Path(__file__).parent
PICTURES = HERE.parent / "pictures"
#: What there are fewer pieces of nobody buys every day.
PLENTY = 20
#: Shops fill their shelves side by side, a piece of goods every two hours.
EVERY, BESIDE = timedelta(hours=2), timedelta(minutes=7)


@dataclass(frozen=True, slots=True)
class Shelf:
    """One shop of the demo with its goods in the order of the file, how much is bought there, and how it is liked."""

    shop: Shop
    listings: list[Listing]
    skus: list[Sku]
    popular: int
    stars: tuple[int, ...]

    @property
    def plenty(self) -> list[Sku]:
        """What is bought every day; the rest is rare."""
        return [sku for sku in self.skus if sku.received >= PLENTY]


class Shelves:
    """Opens one shop of the plan after the other; `hands` make its pictures beside that."""

    def __init__(self, hands: Hands) -> None:
        self._hands = hands
        self._categories = {category.slug: category for category in Category.objects.all()}
        self._pictures: list[Future[None]] = []

    def open(self, number: int, now: datetime) -> Shelf:
        """Open shop `number` and put all its goods out, from `now` on."""
        plan = _plan()["shop"][number]
        keeper = make_person(plan["keeper"], keeper_address(number), plan["language"])
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
        shop.picture.save(f"{plan['picture']}.webp", picture(plan["picture"]))
        begun = now + BESIDE * number
        listings = [self._list(shop, goods, begun + EVERY * place) for place, goods in enumerate(plan["goods"])]
        skus = Sku.objects.filter(listing__in=listings, position=0).select_related("listing__shop__owner")
        return Shelf(shop, listings, list(skus.order_by("listing")), plan["popular"], tuple(plan["stars"]))

    def wait(self) -> None:
        """Until every picture is there."""
        for made in self._pictures:
            made.result()

    def _list(self, shop: Shop, goods: dict[str, Any], now: datetime) -> Listing:
        variants = [Variant(name, _minor(price), stock) for name, price, stock in goods.get("variants", [])]
        listing = create_listing(
            shop,
            title=goods["title"],
            second_title=goods["second"],
            price=_minor(goods["price"]),
            stock=goods["stock"],
            variants=variants,
            category=self._categories[goods["category"]],
            description=_describe(goods, shop),
            now=now,
        )
        for slug in (goods["picture"], *goods.get("more", ())):
            photo = add_photo(listing, picture(slug), now=now, alt=_alt(slug, shop))
            self._pictures.append(self._hands.do(prepare_photo, photo.pk))
        return publish_listing(listing, now=now)


def count() -> int:
    """How many shops there are in the plan."""
    return len(_plan()["shop"])


def sku_named(shelves: Sequence[Shelf], beginning: str) -> Sku:
    """The first choice of the goods whose title begins so. Raises LookupError."""
    for shelf in shelves:
        for sku in shelf.skus:
            if sku.listing.title.startswith(beginning):
                return sku
    raise LookupError(f"no goods are called {beginning} ...")


def picture(slug: str) -> SimpleUploadedFile:
    """A picture of the demo as a browser uploads it."""
    return SimpleUploadedFile(f"{slug}.webp", (PICTURES / f"{slug}.webp").read_bytes(), "image/webp")


def _describe(goods: dict[str, Any], shop: Shop) -> str:
    return str(goods.get("text") or f"{goods['title']}. {goods['second']}.\n\n{shop.about}")


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
