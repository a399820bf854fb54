"""What the tests of the seller's pages share: the clock stands at `now`, a shop with one piece of goods, its owner."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from core import clock
from marketplace.catalog.models import Shop, Sku
from tests import make


@pytest.fixture(autouse=True)
def _clock_at_now(db: None, now: datetime) -> None:
    clock.set_offset(timedelta(0))
    clock.set_offset(now - clock.now())


@pytest.fixture
def shop(db: None) -> Shop:
    return make.shop(name="Wang’s Tea")


@pytest.fixture
def sku(shop: Shop) -> Sku:
    return make.sku(make.listing(shop, stock=50))


@pytest.fixture
def seller(client: Client, shop: Shop) -> Client:
    """The shop's owner, signed in."""
    client.force_login(shop.owner)
    return client


@pytest.fixture
def stranger(db: None) -> Client:
    """Another shop's owner, signed in."""
    visitor = Client()
    visitor.force_login(make.shop().owner)
    return visitor
