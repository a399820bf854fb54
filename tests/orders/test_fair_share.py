"""What one buyer may keep from others without paying."""

from datetime import datetime

import pytest
from pytest_django.fixtures import Settings

from core.errors import DomainError
from marketplace.catalog.models import Sku
from marketplace.orders.fair_share import fair_share
from marketplace.users.models import User
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _small(settings: Settings) -> None:
    settings.MAX_UNPAID_PIECES = 4


def _place(buyer: User, sku: Sku, quantity: int) -> None:
    make.checkout(make.basket(buyer, {sku: quantity}))


def test_several_unpaid_orders_together_keep_a_fair_share() -> None:
    buyer, sku = make.user(), make.sku(make.listing(stock=10))
    _place(buyer, sku, 3)
    with pytest.raises(DomainError) as refusal:
        _place(buyer, sku, 2)
    assert refusal.value.code == "too_many_pieces_unpaid"
    sku.refresh_from_db()
    assert (sku.reserved, sku.stock) == (3, 7)


def test_one_order_keeps_no_more_than_that() -> None:
    sku = make.sku(make.listing(stock=10))
    with pytest.raises(DomainError) as refusal:
        _place(make.user(), sku, 5)
    assert refusal.value.words == (
        f"Until you have paid, at most 4 of “{sku.listing.title}” are kept for you; 0 wait already."
    )


def test_what_is_paid_and_what_others_wait_for_does_not_count(now: datetime) -> None:
    buyer, sku = make.user(), make.sku(make.listing(stock=10))
    _place(make.user(), sku, 4)
    for _time in range(2):
        make.paid_order(buyer=buyer, sku=sku, now=now)
    _place(buyer, sku, 4)
    sku.refresh_from_db()
    assert sku.stock == 0


def test_a_shop_with_many_pieces_lends_a_quarter_of_them() -> None:
    sku = make.sku(make.listing(stock=100))
    assert fair_share(sku) == 25
    _place(make.user(), sku, 25)
