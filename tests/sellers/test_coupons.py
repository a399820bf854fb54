"""A shop's coupons, as its owner makes and pauses them, and an operator the platform's promotions."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from marketplace.catalog.models import Shop
from marketplace.coupons.models import Coupon
from tests import make

pytestmark = pytest.mark.django_db


def _text(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


def test_a_shop_makes_a_coupon_and_sees_it(seller: Client, shop: Shop, now: datetime) -> None:
    assert "No coupons yet" in _text(seller.get("/sell/coupons/").content)
    days = {"begins_on": now.date().isoformat(), "ends_on": (now + timedelta(days=9)).date().isoformat()}
    form = {"code": "spring-26", "percent": "15", "at_most": "20", "least": "50", "uses_at_most": "100", **days}
    sent = {**form, "once_each": "on", "idempotency_key": "one"}
    for _time in range(2):
        assert seller.post("/sell/coupons/new/", sent).headers["Location"] == "/sell/coupons/"
    made = Coupon.objects.get()
    assert (made.shop, made.code, made.percent, made.at_most, made.least) == (shop, "SPRING-26", 15, 2_000, 5_000)
    assert (made.begins_at, made.once_each, made.uses_at_most) == (made.made_at, True, 100)
    assert made.ends_at == datetime(*(now + timedelta(days=9)).date().timetuple()[:3], 16, tzinfo=UTC)  # in Shanghai
    page = _text(seller.get("/sell/coupons/").content)
    for words in (
        "SPRING-26",
        "15% off, at most ¥20.00",
        "for goods of ¥50.00 or more",
        "used 0 of 100 times",
        "running",
    ):
        assert words in page


def test_what_cannot_be_read_is_said_and_kept(seller: Client, shop: Shop) -> None:
    for sent, words in (
        ({"code": "AB"}, "Ensure this value has at least 3 characters"),
        ({"code": "券券券", "amount": "5"}, "A code has 3 to 20 letters"),
        ({"code": "ABC"}, "Write either an amount or a percentage."),
        ({"code": "ABC", "amount": "5", "percent": "5"}, "Write either an amount or a percentage."),
        ({"code": "ABC", "amount": "-1"}, "Write 0.01 or more."),
        ({"code": "ABC", "amount": "1e9"}, "Write the amount in figures"),
        ({"code": "ABC", "percent": "101"}, "less than or equal to 100"),
        ({"code": "ABC", "amount": "5", "ends_on": "9999-12-31"}, "less than or equal to"),
        ({"code": "ABC", "amount": "5", "ends_on": "2001-01-01"}, "It ends before it begins."),
        ({"code": "ABC", "amount": "5", "uses_at_most": "0"}, "greater than or equal to 1"),
        ({"code": "A\0BC", "amount": "5"}, "Null characters are not allowed."),
    ):
        answer = seller.post("/sell/coupons/new/", sent)
        assert (answer.status_code, Coupon.objects.count()) == (422, 0)
        assert words in _text(answer.content)
        assert 'value="5"' in answer.content.decode() or "5" not in sent.values()


def test_a_coupon_is_paused_and_counts_again(seller: Client, stranger: Client, shop: Shop) -> None:
    made = make.coupon(shop)
    state = f"/sell/coupons/{made.pk}/state/"
    assert stranger.post(state, {"to": "paused"}).status_code == 404
    assert seller.post(state, {"to": "gone"}).status_code == 404
    seller.post(state, {"to": "paused"})
    assert "Let it count again" in _text(seller.get("/sell/coupons/").content)
    seller.post(state, {"to": "on"})
    made.refresh_from_db()
    assert made.paused_at is None
    assert "This coupon is not paused." in _text(seller.post(state, {"to": "on"}, follow=True).content)


@pytest.mark.parametrize("coupons", [1, 3])
def test_the_list_takes_as_many_queries_for_three_as_for_one(
    seller: Client, shop: Shop, coupons: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _coupon in range(coupons):
        make.coupon(shop)
    seller.get("/sell/coupons/")
    with django_assert_num_queries(6):
        seller.get("/sell/coupons/")


def test_two_operators_give_something_away(client: Client) -> None:
    one, two = Client(), Client()
    one.force_login(make.operator())
    two.force_login(make.operator())
    make.coupons.pay_in(300_000)
    form = {"code": "spring", "amount": "10", "budget": "2000", "reason": "Spring sale", "once_each": "on"}
    assert one.post("/staff/promotions/new/", form).headers["Location"] == "/staff/promotions/"
    made = Coupon.objects.get()
    assert "Another operator has to decide this." in _text(one.get("/staff/promotions/").content)
    page = _text(two.get("/staff/promotions/").content)
    for words in ("SPRING", "¥10.00 off", "Spring sale", "of ¥2,000.00", "waits for a second operator", "¥3,000.00"):
        assert words in page
    refused = one.post(f"/staff/promotions/{made.pk}/agreement/", follow=True)
    assert "What you proposed, another operator decides." in _text(refused.content)
    assert "Agreed." in _text(two.post(f"/staff/promotions/{made.pk}/agreement/", follow=True).content)
    assert "Paused." in _text(one.post(f"/staff/promotions/{made.pk}/pause/", follow=True).content)
    assert "It counts again." in _text(one.post(f"/staff/promotions/{made.pk}/resumption/", follow=True).content)
    assert two.post(f"/staff/promotions/{made.pk}/else/").status_code == 404
    small = one.post("/staff/promotions/new/", {**form, "code": "small", "budget": "900"}, follow=True)
    assert "It counts from now on." in _text(small.content)
    uncovered = one.post("/staff/promotions/new/", {**form, "code": "much", "budget": "3001"})
    assert (uncovered.status_code, "That is more than what is the host’s own." in _text(uncovered.content)) == (
        422,
        True,
    )
