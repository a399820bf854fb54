"""What is counted, by a program: the figures of the pages. Many orders packed at once, a payment asked about."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Shop, Sku
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code, program_of

PACK, NUMBERS = "/api/v1/shop/packing/", "/api/v1/shop/numbers/"


def test_everybody_reads_the_books_as_they_stand(nobody: Program, now: datetime) -> None:
    make.paid_order(now=now)
    told = nobody.get("/api/v1/our-books/")[1]
    figures = {name: told[name]["minor"] for name in ("held", "owed", "bank", "spare")}
    assert figures == {"held": 12_800, "owed": 12_800, "bank": 12_800, "spare": 0}
    assert (told["orders"], told["covered"], len(told["days"])) == (1, True, 30)
    assert (told["days"][0]["kept"]["minor"], told["days"][0]["held"]["minor"]) == (12_800, 12_800)
    assert told["by_hand"][0]["counts"][0] == {
        "days": 30,
        "times": 0,
        "amount": {"minor": 0, "currency": "CNY", "text": "¥0.00"},
    }
    assert [one["times"] for one in told["by_hand_refused"]] == [0, 0, 0]


def test_everybody_reads_how_we_rule(nobody: Program, now: datetime) -> None:
    none = nobody.get("/api/v1/our-rulings/")[1]
    assert ([one["median_days"] for one in none["windows"]], none["waiting"], none["overdue"]) == ([None] * 3, 0, 0)
    begun = now - timedelta(days=20)
    make.rule(make.claim_to_rule(now=begun), 4000, now=begun + timedelta(days=5))
    month = nobody.get("/api/v1/our-rulings/")[1]["windows"][0]
    assert (month["days"], month["ruled"], month["median_days"], month["in_time"]) == (30, 1, 2.0, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_a_record_and_the_numbers_behind_it_take_the_same_queries(
    count: int, sku: Sku, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    shop, nobody = sku.listing.shop, Program()
    seller = program_of(shop.owner)
    for _time in range(count):
        make.completed_order(sku=sku, now=now)
    seller.get(NUMBERS)
    with django_assert_num_queries(6):  # clock; shop, promises, closed, claims, stars
        told = nobody.get(f"/api/v1/shops/{shop.slug}/record/")[1]
    assert (told["days"], told["orders"], told["late"], told["rating"], len(told["stars"])) == (365, count, 0, None, 5)
    with django_assert_num_queries(7):  # real time, token, shop, clock; orders, earnings, reviews
        told = seller.get(NUMBERS)[1]
    today = told["pieces"][0]
    assert (told["days"], told["weekly"], len(told["pieces"])) == (30, False, 30)
    assert (today["orders"], today["earned"]["minor"], today["rating"]) == (count, 12_505 * count, None)


def test_days_are_some_that_there_are_and_numbers_are_the_owners(
    seller: Program, buyer: Program, nobody: Program, shop: Shop
) -> None:
    assert (seller.get(f"{NUMBERS}?days=90")[1]["weekly"], buyer.get(NUMBERS)[0], nobody.get(NUMBERS)[0]) == (
        True,
        404,
        401,
    )
    assert code(program_of(shop.owner, ["read", "sell"]).get(NUMBERS)) == (403, "scope_missing")
    record = f"/api/v1/shops/{shop.slug}/record/"
    for days in ("31", "-1", "x", "%00", "9" * 400):
        assert [one.get(f"{place}?days={days}")[0] for one, place in ((seller, NUMBERS), (nobody, record))] == [
            400,
            400,
        ]
    assert nobody.get("/api/v1/shops/nobody/record/")[0] == 404


def test_goods_are_found_by_region_and_read_with_their_reviews(
    nobody: Program, sku: Sku, shop: Shop, now: datetime
) -> None:
    other = make.sku(make.listing(shop, title="Nobody bought it"))
    review = make.open_review(make.completed_order(sku=sku, now=now), now=now)
    place = "/api/v1/listings/"
    assert [one["id"] for one in nobody.get(f"{place}{sku.listing_id}/reviews/")[1]["results"]] == [review.pk]
    assert nobody.get(f"{place}{other.listing_id}/reviews/")[1]["results"] == []
    assert nobody.get(f"{place}1/reviews/")[0] == 404
    assert len(nobody.get(f"{place}?region={shop.region}")[1]["results"]) == 2
    assert nobody.get(f"{place}?region=Elsewhere")[1]["results"] == []


def test_many_orders_are_packed_each_for_itself(
    seller: Program, stranger: Program, sku: Sku, person: User, now: datetime
) -> None:
    paid = make.paid_order(buyer=person, sku=sku, now=now)
    shipped = make.delivered_order(buyer=person, sku=sku, now=now)
    theirs = make.paid_order(now=now)
    asked = {"orders": [one.reference for one in (shipped, theirs, paid, paid)]}
    status, told = seller.post(PACK, asked, key="once")
    assert (status, told["packed"]) == (200, [paid.reference])
    refused = {one["order"]: one["code"] for one in told["refused"]}
    assert (list(refused), refused[theirs.reference]) == ([theirs.reference, shipped.reference], "not_found")
    assert (make.read(paid).packed_at is not None, make.read(theirs).packed_at) == (True, None)
    assert (seller.post(PACK, asked, key="once")[1], seller.last["Idempotency-Replayed"]) == (told, "true")
    assert stranger.post(PACK, asked)[1]["packed"] == []
    assert make.read(theirs).packed_at is None


def test_what_is_no_list_of_orders_is_refused(seller: Program, buyer: Program, shop: Shop) -> None:
    nonsense: list[object] = [[], None, "x", {}, [[]], [None], ["\0"], ["x" * 41], ["x"] * 101]
    assert [seller.post(PACK, {"orders": one})[0] for one in nonsense] == [400] * len(nonsense)
    assert buyer.post(PACK, {"orders": ["x"]})[0] == 404
    assert code(program_of(shop.owner, ["read", "buy"]).post(PACK, {"orders": ["x"]})) == (403, "scope_missing")


def test_a_provider_nobody_reaches_leaves_the_payment_waited_for(
    buyer: Program, stranger: Program, person: User, now: datetime
) -> None:
    cache.clear()
    order = make.placed_order(buyer=person, now=now)
    place = f"/api/v1/checkouts/{order.checkout.payment.reference}/question/"
    status, told = buyer.post(place, key="once")
    assert (status, told["stands"]) == (200, "waiting")
    assert (buyer.post(place, key="once")[1], buyer.last["Idempotency-Replayed"]) == (told, "true")
    assert (stranger.post(place)[0], Program().post(place)[0]) == (404, 401)
    assert code(program_of(person, ["read", "sell"]).post(place)) == (403, "scope_missing")
