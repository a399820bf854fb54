"""Reviews through the API: the same rules, the same words."""

from datetime import datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Shop, Sku
from marketplace.orders.models import Order
from marketplace.users.models import User
from reviews.actions.delete_review import delete_review
from tests import make
from tests.api.programs import Program, code, program_of
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


def test_pictures_come_along_and_theirs_is_read_once_both_are_in(
    buyer: Program, seller: Program, stranger: Program, order: Order
) -> None:
    there, form = _at(order, "review/"), {"stars": 2, "words": "Wet."}
    assert buyer.get(there)[1] == {"mine": None, "theirs": None, "sealed": False}
    assert buyer.upload(there, {**form, "photos": [make.picture(80)]}, key="k")[0] == 200
    assert buyer.upload(there, {**form, "photos": [make.picture(80)]}, key="k")[0] == 200
    assert buyer.last["Idempotency-Replayed"] == "true"
    other = buyer.upload(there, {**form, "photos": [make.picture(81)]}, key="k")
    assert code(other) == (422, "idempotency_mismatch")
    mine = buyer.get(there)[1]
    assert (mine["mine"]["stars"], len(mine["mine"]["photos"]), mine["theirs"], mine["sealed"]) == (2, 1, None, True)
    assert seller.get(there)[1] == {"mine": None, "theirs": None, "sealed": False}
    assert seller.upload(there, {"stars": 5, "photos": [b"no picture"]})[0] == 400
    seller.post(there, {"stars": 5})
    assert (buyer.get(there)[1]["theirs"]["stars"], buyer.get(there)[1]["sealed"]) == (5, False)
    assert (len(seller.get(there)[1]["theirs"]["photos"]), stranger.get(there)[0]) == (1, 404)


@pytest.mark.parametrize("sent", [{}, {"stars": None}, {"stars": 0}, {"stars": 6}, {"stars": [5]}, {"stars": 10**30}])
def test_stars_are_never_supposed(buyer: Program, order: Order, sent: dict[str, object]) -> None:
    status, body = buyer.post(_at(order, "review/"), sent)
    assert (status, [error["field"] for error in body["errors"]], seen.reviews(order)) == (400, ["stars"], [])


def _public(shop: Shop) -> str:
    return f"/api/v1/shops/{shop.slug}/reviews/"


def test_everybody_reads_what_is_open_and_the_shop_answers_it_once(
    seller: Program, nobody: Program, order: Order, now: datetime
) -> None:
    make.review(now=now)
    review = make.open_review(order, now=now)
    (row,) = nobody.get(_public(order.shop))[1]["results"]
    assert (row["id"], row["stars"], row["ending"], row["answer"]) == (review.pk, review.stars, "confirmed", "")
    assert row["name"] == "Lin Y."
    there = f"/api/v1/reviews/{review.pk}/answer/"
    status, answered = seller.post(there, {"answer": "Thank you."})
    assert (status, answered["answer"]) == (200, "Thank you.")
    assert nobody.get(_public(order.shop))[1]["results"] == [answered]
    assert code(seller.post(there, {"answer": "Again."})) == (409, "answered_already")
    assert code(seller.post(there, {"answer": "x" * 1001})) == (400, "invalid")
    delete_review(review.pk, reason="An address was in it.", now=now, actor=make.desk())
    (gone,) = nobody.get(_public(order.shop))[1]["results"]
    assert (gone["stars"], gone["words"], gone["answer"], gone["deleted_reason"]) == (
        None,
        "",
        "",
        "An address was in it.",
    )


def test_nobody_else_answers_and_what_is_sealed_is_not_there(
    seller: Program, stranger: Program, buyer: Program, order: Order, now: datetime
) -> None:
    sealed = make.review(order, now=now)
    assert Program().get(_public(order.shop))[1]["results"] == []
    for program in (seller, stranger, buyer):
        assert code(program.post(f"/api/v1/reviews/{sealed.pk}/answer/", {"answer": "x"})) == (404, "not_found")
    other = make.open_review(now=now)
    assert code(stranger.post(f"/api/v1/reviews/{other.pk}/answer/", {"answer": "x"})) == (404, "not_found")
    buying = program_of(other.shop.owner, ["read", "buy"])
    assert code(buying.post(f"/api/v1/reviews/{other.pk}/answer/", {"answer": "x"})) == (403, "scope_missing")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_so_often(
    nobody: Program, shop: Shop, now: datetime, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        make.open_review(make.completed_order(sku=make.sku(make.listing(shop, now=now)), now=now), now=now)
    with django_assert_num_queries(4):
        assert len(nobody.get(_public(shop))[1]["results"]) == rows
