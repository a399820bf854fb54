"""A program reads its basket with codes, and places it with them."""

from typing import Any

import pytest
from pytest_django import Settings

from marketplace.catalog.models import Shop, Sku
from marketplace.orders.models import Checkout
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code


@pytest.fixture(autouse=True)
def _basket(person: User, sku: Sku, settings: Settings) -> None:
    settings.GATEWAYS = ["sandbox"]
    make.basket(person, {sku: 1})


def _placing(basket: dict[str, Any], coupons: list[object]) -> dict[str, object]:
    wanted = {name: basket[name] for name in ("version", "token")}
    return {**wanted, "address": make.DESTINATION.fields(), "coupons": coupons}


def test_codes_are_read_with_the_basket_and_placed_with_it(buyer: Program, shop: Shop) -> None:
    make.coupon(shop, code="TEN")
    status, bare = buyer.get("/api/v1/basket/")
    assert (status, bare["coupons_refused"], bare["total"]["minor"]) == (200, [], 12_800)
    _status, basket = buyer.get("/api/v1/basket/?coupon=ten%20no-such")
    assert (basket["total"]["minor"], basket["orders"][0]["seller_discount"]["minor"]) == (11_800, -1_000)
    assert [(one["code"], one["reason"]) for one in basket["coupons_refused"]] == [("NO-SUCH", "coupon_unknown")]
    assert code(buyer.post("/api/v1/checkouts/", _placing(bare, ["ten"]))) == (409, "coupon_not_shown")
    assert code(buyer.post("/api/v1/checkouts/", _placing(basket, ["ten", "no-such"]))) == (409, "coupon_unknown")
    status, placed = buyer.post("/api/v1/checkouts/", _placing(basket, ["ten"]))
    assert (status, placed["amount"]["minor"], Checkout.objects.get().payment.amount) == (201, 11_800, 11_800)


@pytest.mark.parametrize("coupons", ["TEN", [1.5, {}], ["x" * 21], ["A"] * 11, None, [None]])
def test_codes_that_cannot_be_read_are_refused(buyer: Program, coupons: Any) -> None:
    _status, basket = buyer.get("/api/v1/basket/")
    assert code(buyer.post("/api/v1/checkouts/", _placing(basket, coupons)))[0] == 400
    assert Checkout.objects.count() == 0
