"""Reviews through the API: the same rules, the same words."""

from datetime import datetime

import pytest

from marketplace.catalog.models import Sku
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code
from tests.reviews import seen


@pytest.fixture
def order(person: User, sku: Sku, now: datetime) -> Order:
    return make.completed_order(buyer=person, sku=sku, now=now)


def _at(order: Order, rest: str = "") -> str:
    return f"/api/v1/orders/{order.reference}/{rest}"


def test_both_sides_review_where_the_order_says_once_under_one_key(
    buyer: Program, seller: Program, order: Order
) -> None:
    _status, body = buyer.get(_at(order))
    (offer,) = [one for one in body["available_actions"] if one["action"] == "review"]
    assert (offer["address"], offer["method"]) == (_at(order, "review/"), "POST")
    for _time in range(2):
        status, body = buyer.post(offer["address"], {"stars": 4, "words": "Dry."}, key="k")
        assert (status, [one["action"] for one in body["available_actions"]]) == (200, ["claim"])
    assert seen.reviews(order) == [("buyer", 4, False)]
    assert code(buyer.post(offer["address"], {"stars": 1})) == (409, "reviewed_already")
    assert seller.post(_at(order, "review/"), {"stars": 5})[0] == 200
    assert seen.reviews(order) == [("buyer", 4, True), ("seller", 5, True)]


@pytest.mark.parametrize("sent", [{}, {"stars": None}, {"stars": 0}, {"stars": 6}, {"stars": [5]}, {"stars": 10**30}])
def test_stars_are_never_supposed(buyer: Program, order: Order, sent: dict[str, object]) -> None:
    status, body = buyer.post(_at(order, "review/"), sent)
    assert (status, [error["field"] for error in body["errors"]], seen.reviews(order)) == (400, ["stars"], [])
