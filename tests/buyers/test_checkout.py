import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import Settings

from marketplace.catalog.models import Shop, Sku
from marketplace.orders.models import Address, Checkout, Order
from marketplace.users.models import User
from tests import make

pytestmark = pytest.mark.django_db


def _form(signed_in: Client) -> dict[str, Any]:
    """What the page's form would send, filled in."""
    page = signed_in.get("/checkout/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', page))
    del hidden["csrfmiddlewaretoken"]
    return {**hidden, **make.DESTINATION.fields()}


def _order(signed_in: Client) -> Order:
    signed_in.post("/checkout/", _form(signed_in))
    return Order.objects.select_related("checkout__payment").get()


def test_the_page_says_what_it_costs_and_who_holds_the_money(signed_in: Client, buyer: User) -> None:
    shop = make.shop(name="Wang’s Tea")
    make.basket(buyer, {make.sku(make.listing(shop)): 1, make.sku(make.listing(title="Hat", price=5_000)): 2})
    page = signed_in.get("/checkout/").content.decode()
    for words in ("Held for Wang’s Tea", "¥128.00", "¥110.00", "You pay now", "Buy, ¥238.00", "One payment, 2 orders"):
        assert words in page


def test_buying_leads_to_the_cashier(signed_in: Client, buyer: User, settings: Settings) -> None:
    make.basket(buyer)
    answer = signed_in.post("/checkout/", _form(signed_in))
    payment = Checkout.objects.get().payment
    address = urlsplit(answer.headers["Location"])
    given = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert (answer.status_code, f"{address.scheme}://{address.netloc}{address.path}") == (
        302,
        f"{settings.SANDBOX_URL}/cashier/",
    )
    assert (given["reference"], given["amount_minor"], given["currency"]) == (payment.reference, "12800", "CNY")
    assert given["return_url"] == f"{settings.SITE_URL}/buy/payments/{payment.reference}/"
    assert Order.objects.get().recipient == "Lin Yue"


def test_a_double_click_and_a_second_tab_are_one_payment(signed_in: Client, buyer: User) -> None:
    make.basket(buyer)
    first_tab, second_tab = _form(signed_in), _form(signed_in)
    places = {signed_in.post("/checkout/", form).headers["Location"] for form in (first_tab, first_tab, second_tab)}
    assert (len(places), Checkout.objects.count(), Order.objects.count()) == (1, 1, 1)


def test_what_the_request_says_about_money_is_ignored(signed_in: Client, buyer: User) -> None:
    make.basket(buyer)
    form = _form(signed_in)
    signed_in.post(
        "/checkout/",
        {**form, "total": 1, "amount": 1, "price": 1, "fee_rate": 0, "shop": 1, "state": "paid"},
    )
    payment = Checkout.objects.get().payment
    assert (payment.amount, payment.gateway, payment.state) == (12_800, "sandbox", "awaiting")


def test_a_changed_price_is_shown_and_asked_about_again(signed_in: Client, buyer: User) -> None:
    make.basket(buyer)
    form = _form(signed_in)
    Sku.objects.update(price=20_000)
    answer = signed_in.post("/checkout/", form)
    page = answer.content.decode()
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    assert "A price has changed meanwhile. Please look at the new total." in page
    assert "Buy, ¥210.00" in page
    assert 'value="Lin Yue"' in page
    assert signed_in.post("/checkout/", _form(signed_in)).status_code == 302


def test_an_address_that_is_missing_is_asked_for_and_the_rest_is_kept(signed_in: Client, buyer: User) -> None:
    make.basket(buyer)
    note = {f"note-{Shop.objects.get().pk}": "No plastic, please"}
    answer = signed_in.post("/checkout/", {**_form(signed_in), **note, "street": ""})
    page = answer.content.decode()
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    assert "One thing to put right" in page
    assert 'value="138 0000 1234"' in page
    assert 'value="No plastic, please"' in page


@pytest.mark.parametrize(
    "broken", [{"version": "x"}, {"version": "-1"}, {"token": ""}, {"token": "x" * 65}, {"version": "9" * 30}]
)
def test_a_form_that_was_tampered_with_places_nothing(broken: dict[str, str], signed_in: Client, buyer: User) -> None:
    make.basket(buyer)
    assert signed_in.post("/checkout/", {**_form(signed_in), **broken}).status_code == 422
    assert Order.objects.count() == 0


def test_script_and_control_characters_stay_words(signed_in: Client, buyer: User) -> None:
    make.basket(buyer)
    form = _form(signed_in)
    signed_in.post(
        "/checkout/",
        {**form, "recipient": "<script>alert(1)</script>\x07{{7*7}}", f"note-{Shop.objects.get().pk}": "<b>x"},
    )
    order = Order.objects.get()
    page = signed_in.get(f"/buy/orders/{order.reference}/").content.decode()
    assert order.recipient == "<script>alert(1)</script>{{7*7}}"
    assert "<script>alert" not in page
    assert "&lt;b&gt;x" in page


def test_without_a_gateway_the_page_says_so(signed_in: Client, buyer: User, settings: Settings) -> None:
    make.basket(buyer)
    form = _form(signed_in)
    settings.GATEWAYS = []
    page = signed_in.get("/checkout/").content.decode()
    assert "This site cannot take payments yet" in page
    assert "Buy, " not in page
    answer = signed_in.post("/checkout/", form)
    assert (answer.status_code, Order.objects.count()) == (422, 0)


def test_with_nothing_to_buy_the_basket_is_shown(signed_in: Client, buyer: User) -> None:
    assert signed_in.get("/checkout/").headers["Location"] == "/basket/"
    assert signed_in.post("/checkout/", {}).headers["Location"] == "/basket/"
    make.basket(buyer)
    Sku.objects.update(received=0)
    assert signed_in.get("/checkout/").headers["Location"] == "/basket/"


def test_a_visitor_signs_in_first() -> None:
    assert Client().get("/checkout/").headers["Location"] == "/accounts/login/?next=/checkout/"


def test_an_address_is_chosen_among_ones_own(signed_in: Client, buyer: User) -> None:
    make.placed_order(buyer=buyer)
    mine = Address.objects.get()
    make.placed_order()
    theirs = Address.objects.exclude(pk=mine.pk).get()
    Address.objects.filter(pk=theirs.pk).update(street="Secret lane 9")
    make.basket(buyer)
    assert mine.street in signed_in.get(f"/checkout/?address={mine.pk}").content.decode()
    for strange in (theirs.pk, 10**18, 10**30, "x"):
        assert "Secret lane 9" not in signed_in.get(f"/checkout/?address={strange}").content.decode()


@pytest.mark.parametrize("lines", [1, 3])
def test_the_checkout_takes_seven_queries(
    lines: int, signed_in: Client, buyer: User, django_assert_num_queries: Any
) -> None:
    make.basket(buyer, {make.sku(): 1 for _line in range(lines)})
    with django_assert_num_queries(7):
        assert signed_in.get("/checkout/").headers["Cache-Control"].endswith("no-store, must-revalidate, private")


def _with_coupon(signed_in: Client, code: str, **more: str) -> Any:
    return signed_in.post("/checkout/", {**_form(signed_in), "coupon": code, **more})


def test_a_coupon_is_looked_at_and_then_used(signed_in: Client, buyer: User) -> None:
    shop = make.shop(name="Wang’s Tea")
    make.basket(buyer, {make.sku(make.listing(shop)): 1})
    make.coupon(shop, code="TEN")
    make.promotion(code="SPRING", amount=500)
    looked = _with_coupon(signed_in, "ten, spring", look="1", recipient="", street="")
    page = looked.content.decode()
    assert (looked.status_code, Order.objects.count()) == (200, 0)
    for words in ("Shop’s discount", "-¥10.00", "Our own discount", "-¥5.00", "¥118.00", "Buy, ¥113.00"):
        assert words in page
    assert 'value="ten, spring"' in page
    assert "This field is required" not in page
    hidden = dict(re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', page))
    signed_in.post("/checkout/", {**hidden, **make.DESTINATION.fields(), "coupon": "ten, spring"})
    assert Checkout.objects.get().payment.amount == 11_300


def test_a_coupon_that_was_only_typed_is_shown_before_it_is_bought_with(signed_in: Client, buyer: User) -> None:
    shop = make.shop()
    make.basket(buyer, {make.sku(make.listing(shop)): 1})
    make.coupon(shop, code="TEN")
    answer = _with_coupon(signed_in, "TEN")
    page = answer.content.decode()
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    assert "Your coupon counts now. Look at the new total, then buy." in page
    assert "Buy, ¥118.00" in page


@pytest.mark.parametrize("look", [{}, {"look": "1"}])
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("nosuch", "No coupon “NOSUCH” counts for what you are buying."),
        ("\u202e<b>\0", "Null characters are not allowed."),
        (" ".join(f"C{n}" for n in range(11)), "At most 10 codes can be used at once."),
        ("x" * 301, "Ensure this value has at most 300 characters (it has 301)."),
    ],
)
def test_a_code_that_does_not_count_is_refused_in_words(
    signed_in: Client, buyer: User, code: str, words: str, look: dict[str, str]
) -> None:
    make.basket(buyer)
    answer = _with_coupon(signed_in, code, **look)
    page = answer.content.decode()
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    assert words in page
    assert "Buy, ¥128.00" in page
    assert page.count('aria-invalid="true"') == 1


def test_enter_in_a_field_works_the_sum_out_and_does_not_buy(signed_in: Client, buyer: User) -> None:
    """A browser presses the first button of a form."""
    make.basket(buyer)
    form = signed_in.get("/checkout/").content.decode().split('action="/checkout/"')[1]
    first, second = re.findall(r"<button([^>]*)>", form)[:2]
    assert 'name="look"' in first
    assert "name=" not in second


def test_who_has_too_much_to_pay_is_led_there(signed_in: Client, buyer: User) -> None:
    for _number in range(5):
        make.placed_order(buyer=buyer)
    make.basket(buyer)
    link = 'href="/buy/orders/?tab=to_pay"'
    assert link not in signed_in.get("/checkout/").content.decode()
    answer = signed_in.post("/checkout/", _form(signed_in))
    page = answer.content.decode()
    assert (answer.status_code, link in page) == (422, True)
    assert "You have 5 orders waiting to be paid." in page
