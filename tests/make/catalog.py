"""Shops and goods of the tests, made by the same actions as a person's clicks."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from marketplace.catalog.actions import stock as stock_of_skus
from marketplace.catalog.actions.create_listing import create_listing
from marketplace.catalog.actions.open_shop import open_shop
from marketplace.catalog.actions.publish_listing import publish_listing
from marketplace.catalog.actions.stock import Quantities
from marketplace.catalog.models import Category, Listing, Shop, Sku
from marketplace.catalog.variants import Variant
from marketplace.users.models import User
from tests.make.users import user

_numbers = count(1)
NOW = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def shop(owner: User | None = None, *, name: str = "", now: datetime = NOW, **facts: Any) -> Shop:
    """An open shop, in Jingmai, that sends for 10.00 unless something else is given."""
    facts = {"region": "Jingmai, Yunnan", "shipping_price": 1000, **facts}
    return open_shop(owner or user("Wang Tea"), name=name or f"Tea house {next(_numbers)}", now=now, **facts)


def listing(
    of: Shop | None = None,
    *,
    title: str = "Jingmai old-tree pu’er, 357 g cake",
    price: int = 11800,
    stock: int = 10,
    variants: Sequence[Variant] = (),
    category: str = "",
    live: bool = True,
    now: datetime = NOW,
    **facts: Any,
) -> Listing:
    """A listing, live unless told otherwise; its first SKU is `make.sku(listing)`."""
    made = create_listing(
        of or shop(now=now),
        title=title,
        price=price,
        stock=stock,
        variants=variants,
        category=Category.objects.get(slug=category) if category else None,
        now=now,
        **facts,
    )
    return publish_listing(made, now=now) if live else made


def sku(of: Listing | None = None) -> Sku:
    """The first SKU of a listing (of a new one by default)."""
    return (of or listing()).skus.order_by("position", "pk")[0]


def reserve(quantities: Quantities) -> None:
    """Set pieces aside, as placing does. Raises `DomainError` as it does."""
    if missing := stock_of_skus.change("reserve", quantities):
        raise stock_of_skus.refusal(missing)


def sell(quantities: Quantities) -> None:
    """What was set aside is shipped, and so sold."""
    assert stock_of_skus.change("sell", quantities) is None


def picture(width: int = 800, height: int = 600, *, kind: str = "JPEG", **options: Any) -> SimpleUploadedFile:
    """An upload: a plain picture."""
    target = BytesIO()
    Image.new("RGB", (width, height), (120, 90, 60)).save(target, kind, **options)
    return SimpleUploadedFile(f"picture.{kind.lower()}", target.getvalue())
