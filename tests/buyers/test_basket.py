from typing import Any

import pytest
from django.test import Client

from marketplace.catalog.models import Sku
from marketplace.orders.models import Basket, BasketLine
from marketplace.users.models import User
from tests import make
from tests.make.users import PASSWORD

pytestmark = pytest.mark.django_db


def _content() -> dict[int, int]:
    return dict(BasketLine.objects.values_list("sku_id", "quantity"))


def test_a_visitor_fills_a_basket_and_finds_it_after_signing_in() -> None:
    visitor, sku = Client(), make.sku()
    user = make.user(password=PASSWORD)
    answer = visitor.post("/basket/", {"sku": sku.pk, "quantity": 2}, follow=True)
    assert answer.status_code == 200
    assert "Jingmai old-tree" in answer.content.decode()
    assert (Basket.objects.get().owner, _content()) == (None, {sku.pk: 2})
    visitor.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert (Basket.objects.get().owner, _content()) == (user, {sku.pk: 2})
    assert "Jingmai old-tree" in visitor.get("/basket/").content.decode()


def test_two_visitors_have_two_baskets() -> None:
    sku = make.sku()
    first, second = Client(), Client()
    first.post("/basket/", {"sku": sku.pk, "quantity": 1})
    assert "Your basket is empty" in second.get("/basket/").content.decode()
    second.post(f"/basket/lines/{sku.pk}/", {"remove": "1"})
    assert _content() == {sku.pk: 1}


def test_a_form_sent_twice_puts_in_once(signed_in: Client) -> None:
    sku = make.sku()
    for _time in range(2):
        signed_in.post("/basket/", {"sku": sku.pk, "quantity": 2, "idempotency_key": "k1"})
    assert _content() == {sku.pk: 2}


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "NaN", "1000", "1e3", "", "９" * 9])
def test_a_quantity_that_is_no_number_of_pieces_is_refused_in_words(quantity: str, signed_in: Client) -> None:
    answer = signed_in.post("/basket/", {"sku": make.sku().pk, "quantity": quantity}, follow=True)
    assert (answer.status_code, _content()) == (200, {})
    assert "Take a whole number from 1 to 999." in answer.content.decode()


@pytest.mark.parametrize("sku", ["0", "-1", "x", "99999999999999999999", "12345"])
def test_a_thing_that_does_not_exist_is_refused_in_words(sku: str, signed_in: Client) -> None:
    answer = signed_in.post("/basket/", {"sku": sku, "quantity": 1}, follow=True)
    assert (answer.status_code, _content()) == (200, {})


def test_prices_and_sellers_in_the_request_are_ignored(signed_in: Client) -> None:
    sku = make.sku()
    signed_in.post("/basket/", {"sku": sku.pk, "quantity": 1, "price": 1, "seen_price": 1, "shop": 1})
    assert BasketLine.objects.get().seen_price == 11_800


def test_quantities_change_and_lines_go(signed_in: Client) -> None:
    sku = make.sku()
    signed_in.post("/basket/", {"sku": sku.pk, "quantity": 1})
    signed_in.post(f"/basket/lines/{sku.pk}/", {"quantity": 3})
    assert _content() == {sku.pk: 3}
    answer = signed_in.post(f"/basket/lines/{sku.pk}/", {"quantity": 11}, follow=True)
    assert ("Only 10 of" in answer.content.decode(), _content()) == (True, {sku.pk: 3})
    for bad in ("-1", "x", "1000", "٣"):
        signed_in.post(f"/basket/lines/{sku.pk}/", {"quantity": bad})
    assert _content() == {sku.pk: 3}
    signed_in.post(f"/basket/lines/{sku.pk}/", {"quantity": 3, "remove": "1"})
    assert _content() == {}


def test_the_way_back_after_a_refusal_stays_on_this_site(signed_in: Client) -> None:
    for back, place in (
        ("/l/1/tea/", "/l/1/tea/"),
        ("https://evil.example/", "/basket/"),
        ("//evil.example", "/basket/"),
    ):
        answer = signed_in.post("/basket/", {"sku": 1, "quantity": 0, "next": back})
        assert answer.headers["Location"] == place


def test_working_the_sum_out_puts_nothing_in_and_no_secret_into_the_address(signed_in: Client) -> None:
    sku = make.sku()
    sent = {
        "sku": sku.pk,
        "quantity": 2,
        "count": "1",
        "next": "/goods/1/",
        "idempotency_key": "k",
        "csrfmiddlewaretoken": "t",
    }
    assert signed_in.post("/basket/", sent)["Location"] == f"/goods/1/?sku={sku.pk}&quantity=2"
    assert _content() == {}


def test_buying_at_once_leads_to_the_checkout(signed_in: Client) -> None:
    answer = signed_in.post("/basket/", {"sku": make.sku().pk, "quantity": 1, "buy": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/checkout/")


def test_a_changed_price_is_said(signed_in: Client, buyer: User) -> None:
    make.basket(buyer)
    Sku.objects.update(price=12_000)
    assert "The price was ¥118.00 when you put it in; now it is ¥120.00." in signed_in.get("/basket/").content.decode()


@pytest.mark.parametrize("lines", [1, 3])
def test_the_basket_takes_six_queries(
    lines: int, signed_in: Client, buyer: User, django_assert_num_queries: Any
) -> None:
    make.basket(buyer, {make.sku(): 1 for _line in range(lines)})
    with django_assert_num_queries(6):
        signed_in.get("/basket/")


def test_looking_at_the_basket_makes_none(signed_in: Client) -> None:
    assert (
        signed_in.get("/basket/").headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    )
    assert Client().get("/basket/").status_code == 200
    assert Basket.objects.count() == 0


def test_the_field_of_a_quantity_names_the_goods_in_the_readers_language(signed_in: Client, buyer: User) -> None:
    make.basket(buyer, {make.sku(make.listing(title="Bamboo hat", second_title="竹斗笠")): 1})
    page = signed_in.get("/basket/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "竹斗笠的件数" in page
