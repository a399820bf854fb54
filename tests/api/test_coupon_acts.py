"""A shop's coupons and the platform's promotions by programs: made, ended, agreed to, as on the pages."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from core import clock
from core.models import AuditRecord
from marketplace.catalog.models import Shop
from marketplace.coupons.models import Coupon
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code, program_of

COUPONS, DESK = "/api/v1/shop/coupons/", "/api/v1/desk/promotions/"
TEN: dict[str, Any] = {"code": "spring-26", "amount": 1000, "least": 9900, "uses_at_most": 100, "day_at_most": 1}
TENTH: dict[str, Any] = {"code": "ALL", "percent": 10, "at_most": 2000, "budget": 50_000, "reason": "Spring"}


@pytest.fixture
def officer(db: None) -> User:
    return make.operator()


@pytest.fixture
def desk(officer: User) -> Program:
    make.coupons.pay_in(1_000_000)
    return program_of(officer)


def test_a_shop_makes_one_ends_it_and_lets_it_count_again(seller: Program, nobody: Program) -> None:
    status, made = seller.post(COUPONS, TEN)
    assert (status, made["code"], made["state"], made["off"]) == (201, "SPRING-26", "running", "¥10.00 off")
    assert made["rules"] == ["for goods of ¥99.00 or more", "once for each person", "1 time a day"]
    assert (made["amount"]["minor"], made["percent"], made["spent"]["minor"], made["used"]) == (1000, None, 0, 0)
    there = f"{COUPONS}{made['id']}/"
    assert seller.put(f"{there}state/", {"on": False})[1]["state"] == "paused"
    assert code(seller.put(f"{there}state/", {"on": False})) == (409, "coupon_paused_already")
    assert seller.put(f"{there}state/", {"on": True})[1] == made == seller.get(there)[1]
    assert seller.get(there, **{"If-None-Match": seller.last["ETag"]})[0] == 304
    done = AuditRecord.objects.filter(subject_type="coupon").order_by("pk").values_list("action", flat=True)
    assert list(done) == ["made", "paused", "resumed"]


def test_it_counts_from_when_until_when(seller: Program) -> None:
    now = clock.now()
    begins, ends = now + timedelta(days=1), now + timedelta(days=2)
    made = seller.post(COUPONS, {**TEN, "begins_at": begins.isoformat(), "ends_at": ends.isoformat()})[1]
    kept = Coupon.objects.get()
    assert (made["state"], kept.begins_at, kept.ends_at) == ("to_come", begins, ends)
    early = {**TEN, "code": "EARLY", "begins_at": (now - timedelta(days=9)).isoformat()}
    assert seller.post(COUPONS, early)[1]["state"] == "running"
    assert Coupon.objects.latest("pk").begins_at >= now


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"percent": 5}, (400, "amount_or_percent")),
        ({"amount": None}, (400, "amount_or_percent")),
        ({"at_most": 5}, (400, "most_without_percent")),
        ({"amount": 0}, (400, "invalid")),
        ({"amount": "1_0"}, (400, "invalid")),
        ({"amount": 10**30}, (400, "invalid")),
        ({"code": "A_B"}, (400, "code_unreadable")),
        ({"code": "x" * 21}, (400, "invalid")),
        ({"code": "A\0B"}, (400, "invalid")),
        ({"ends_at": "2020-01-01T00:00:00Z"}, (400, "ends_too_early")),
        ({"ends_at": "9999-12-31T23:59:59-12:00"}, (400, "invalid")),
        ({"begins_at": "0001-01-01T00:00:00+14:00"}, (400, "invalid")),
        ({"ends_at": ["2030-01-01T00:00:00Z"]}, (400, "invalid")),
        ({"uses_at_most": 10**9}, (400, "invalid")),
    ],
)
def test_terms_nobody_can_keep_are_refused(seller: Program, changed: dict[str, Any], refusal: tuple[int, str]) -> None:
    assert code(seller.post(COUPONS, {**TEN, **changed})) == refusal
    assert not Coupon.objects.exists()


def test_what_nobody_asks_for_is_not_believed(seller: Program, shop: Shop) -> None:
    forged = {"budget": 1, "used": 9, "spent": 9, "shop": 1, "currency": "JPY", "agreed_at": None, "made_by": 1}
    seller.post(COUPONS, {**TEN, **forged})
    kept = Coupon.objects.get()
    assert (kept.shop, kept.currency, kept.budget, kept.used, kept.spent) == (shop, "CNY", None, 0, 0)


def test_a_code_is_used_once_a_shop_and_a_key_once_at_all(seller: Program, settings: Settings) -> None:
    first = seller.post(COUPONS, TEN, key="k")
    assert (seller.post(COUPONS, TEN, key="k"), seller.last["Idempotency-Replayed"]) == (first, "true")
    assert code(seller.post(COUPONS, TEN)) == (409, "code_taken")
    settings.MAX_COUPONS = 1
    assert code(seller.post(COUPONS, {**TEN, "code": "OTHER"})) == (409, "coupons_too_many")
    make.suspended_shop(Coupon.objects.get().shop)
    assert code(seller.post(COUPONS, {**TEN, "code": "OTHER"})) == (409, "shop_suspended")


def test_another_shop_s_coupon_is_not_there(seller: Program, stranger: Program, buyer: Program, shop: Shop) -> None:
    there = f"{COUPONS}{make.coupon(shop).pk}/"
    for program in (stranger, buyer):
        assert (program.get(there)[0], program.put(f"{there}state/", {"on": False})[0]) == (404, 404)
    assert (stranger.get(COUPONS)[1]["results"], buyer.get(COUPONS)[0]) == ([], 404)
    reading = program_of(shop.owner, ["read", "money"])
    assert code(reading.post(COUPONS, TEN)) == (403, "scope_missing")
    assert reading.get(there)[0] == 200
    promotion = make.promotion()
    assert seller.put(f"{COUPONS}{promotion.pk}/state/", {"on": False})[0] == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_ask_so_often(
    seller: Program, desk: Program, shop: Shop, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(rows):
        make.coupon(shop)
        make.promotion()
    seller.get(COUPONS)
    desk.get(DESK)
    with django_assert_num_queries(5):
        assert len(seller.get(COUPONS)[1]["results"]) == rows
    with django_assert_num_queries(4):
        assert len(desk.get(DESK)[1]["results"]) == rows


def test_a_small_promotion_counts_at_once_a_large_one_when_another_agrees(desk: Program, settings: Settings) -> None:
    status, small = desk.post(DESK, TENTH)
    assert (status, small["state"], small["off"], small["budget"]["minor"]) == (
        201,
        "running",
        "10% off, at most ¥20.00",
        50_000,
    )
    settings.PROMOTION_FOUR_EYES_ABOVE = 49_999
    large = desk.post(DESK, {**TENTH, "code": "LARGE"})[1]
    there = f"{DESK}{large['id']}/"
    assert (large["state"], large["own"], large["proposed_by"]) == ("waiting", True, "Officer Zhou")
    assert code(desk.post(f"{there}agreement/")) == (409, "four_eyes")
    second = program_of(make.operator("Officer Two"))
    assert not second.get(there)[1]["own"]
    _status, agreed = second.post(f"{there}agreement/")
    assert (agreed["state"], agreed["agreed_by"]) == ("running", "Officer Two")
    assert code(second.post(f"{there}refusal/")) == (409, "decided_already")
    assert desk.post(f"{there}pause/")[1]["state"] == "paused"
    assert desk.post(f"{there}resumption/")[1]["state"] == "running"
    assert [one["code"] for one in desk.get(DESK)[1]["results"]] == ["LARGE", "ALL"]


def test_one_is_turned_down_and_one_above_what_is_the_host_s_own_is_refused(desk: Program) -> None:
    waiting = make.promotion(budget=200_000, agree=False)
    assert desk.post(f"{DESK}{waiting.pk}/refusal/")[1]["state"] == "declined"
    assert code(desk.post(DESK, {**TENTH, "budget": 10**12})) == (409, "budget_uncovered")
    assert code(desk.post(DESK, {**TENTH, "reason": " "})) == (400, "invalid")
    assert code(desk.post(DESK, {**TEN, "reason": "x"})) == (400, "invalid")


def test_promotions_are_the_operators_alone(seller: Program, nobody: Program, officer: User, shop: Shop) -> None:
    there = f"{DESK}{make.promotion().pk}/"
    assert (seller.get(DESK)[0], seller.post(DESK, TENTH)[0], seller.post(f"{there}pause/")[0]) == (404, 404, 404)
    assert nobody.get(there)[0] == 401
    assert code(program_of(officer, ["read", "sell"]).post(DESK, TENTH)) == (403, "scope_missing")
    assert program_of(officer).get(f"{DESK}{make.coupon(shop).pk}/")[0] == 404
