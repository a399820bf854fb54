"""What the tests of the API share: the clock stands at `now`; a shop, its buyer, and programs that speak for them."""

from datetime import datetime, timedelta

import pytest

from core import clock
from marketplace.catalog.models import Shop, Sku
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, program_of
from tests.claims.standing import claims

__all__ = ["claims"]


@pytest.fixture(autouse=True)
def _clock_at_now(request: pytest.FixtureRequest, now: datetime) -> None:
    request.getfixturevalue("committed_db" if "committed_db" in request.fixturenames else "db")
    clock.set_offset(timedelta(0))
    clock.set_offset(now - clock.now())


@pytest.fixture
def shop(db: None) -> Shop:
    return make.shop(make.user("Wang Sells"), name="Wang’s Tea")


@pytest.fixture
def sku(shop: Shop) -> Sku:
    return make.sku(make.listing(shop, stock=50))


@pytest.fixture
def person(db: None) -> User:
    return make.user("Lin Yue")


@pytest.fixture
def buyer(person: User) -> Program:
    return program_of(person)


@pytest.fixture
def seller(shop: Shop) -> Program:
    return program_of(shop.owner)


@pytest.fixture
def stranger(db: None) -> Program:
    """Somebody with a shop and an order of their own, elsewhere."""
    owner = make.shop(make.user("Strange Li")).owner
    make.placed_order(buyer=owner)
    return program_of(owner)


@pytest.fixture
def first(db: None) -> Program:
    """An operator, as is `second`."""
    return program_of(make.operator("Zhou"))


@pytest.fixture
def second(db: None) -> Program:
    return program_of(make.operator("Qian"))


@pytest.fixture
def nobody() -> Program:
    return Program()
