"""A host with more than one gateway asks at the checkout; what is not open is refused, whoever says so."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from escrow.payments.models import Payment
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make

pytestmark = pytest.mark.django_db

PLACE = "/checkout/"


@pytest.fixture(autouse=True)
def _both(settings: Settings) -> None:
    settings.GATEWAYS = ["sandbox", "bank_transfer"]
    settings.BANK_HOLDER, settings.BANK_NAME, settings.BANK_NUMBER = "Danbao Ltd", "Farmers’ Bank", "6222 0009"


def _form(signed_in: Client) -> dict[str, Any]:
    page = signed_in.get(PLACE).content.decode()
    hidden = dict(re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', page))
    del hidden["csrfmiddlewaretoken"]
    return {**hidden, **make.DESTINATION.fields(), "gateway": "sandbox"}


def _choices(page: str) -> list[tuple[str, bool]]:
    """The ways a page offers, and whether each is the one chosen."""
    inputs = re.findall(r'<input type="radio" name="gateway" value="(\w+)"([^>]*)>', page)
    return [(name, "checked" in rest) for name, rest in inputs]


def test_both_ways_stand_there_with_what_happens_then(signed_in: Client, buyer: User) -> None:
    make.basket(buyer)
    page = signed_in.get(PLACE).content.decode()
    assert _choices(page) == [("sandbox", True), ("bank_transfer", False)]
    told = (
        "How do you pay?",
        "On the next page, in a few minutes. You have 24 hours.",
        "The next page says to which account, and which number to write on it. You have 7 days for it to arrive.",
        "As long as you have time to pay, the goods are kept for you.",
    )
    assert [words for words in told if words not in page] == []


def test_the_hosts_order_is_the_pages(signed_in: Client, buyer: User, settings: Settings) -> None:
    settings.GATEWAYS = ["bank_transfer", "sandbox", "bank_transfer", "alipay"]
    make.basket(buyer)
    page = signed_in.get(PLACE).content.decode()
    assert _choices(page) == [("bank_transfer", True), ("sandbox", False)]


def test_with_one_way_nobody_is_asked(signed_in: Client, buyer: User, settings: Settings) -> None:
    settings.GATEWAYS = ["sandbox"]
    make.basket(buyer)
    page = signed_in.get(PLACE).content.decode()
    assert ("How do you pay?" in page, "kept for you until" in page) == (False, True)
    form = _form(signed_in)
    del form["gateway"]
    signed_in.post(PLACE, form)
    assert Payment.objects.get().gateway == "sandbox"


def test_by_transfer_it_goes_on_where_the_account_stands_and_there_are_days(signed_in: Client, buyer: User) -> None:
    make.basket(buyer)
    answer = signed_in.post(PLACE, {**_form(signed_in), "gateway": "bank_transfer"})
    payment = Payment.objects.get()
    assert (payment.gateway, payment.expires_at - payment.opened_at) == ("bank_transfer", timedelta(days=7))
    assert Order.objects.get().promised.pay_window == 7 * 86_400
    assert answer["Location"].endswith(f"/buy/payments/{payment.reference}/")
    page = signed_in.get(f"/buy/payments/{payment.reference}/").content.decode()
    assert [words for words in ("6222 0009", payment.reference) if words not in page] == []


def test_by_the_provider_it_goes_on_to_the_cashier(signed_in: Client, buyer: User, settings: Settings) -> None:
    settings.GATEWAYS = ["bank_transfer", "sandbox"]
    make.basket(buyer)
    answer = signed_in.post(PLACE, _form(signed_in))
    payment = Payment.objects.get()
    assert (payment.gateway, payment.expires_at - payment.opened_at) == ("sandbox", timedelta(days=1))
    assert answer["Location"].startswith(f"{settings.SANDBOX_URL}/cashier/")


@pytest.mark.parametrize(
    "way", ["x", "alipay", "stripe", "\0", "\u202e", "9" * 5_000, "Sandbox", "sandbox,bank_transfer"]
)
def test_a_way_that_is_not_open_is_refused_in_words_and_what_was_typed_stays(
    way: str, signed_in: Client, buyer: User
) -> None:
    make.basket(buyer)
    answer = signed_in.post(PLACE, {**_form(signed_in), "recipient": "Anna Bell", "gateway": way})
    page = answer.content.decode()
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    assert "You cannot pay this way here. Choose another one." in page
    assert 'value="Anna Bell"' in page


def test_a_way_that_was_closed_meanwhile_is_refused(signed_in: Client, buyer: User, settings: Settings) -> None:
    make.basket(buyer)
    form = {**_form(signed_in), "gateway": "bank_transfer"}
    settings.BANK_NUMBER = ""
    answer = signed_in.post(PLACE, form)
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    assert "You cannot pay this way here. Choose another one." in answer.content.decode()


def test_a_way_is_needed_where_there_are_two(signed_in: Client, buyer: User) -> None:
    make.basket(buyer)
    form = _form(signed_in)
    del form["gateway"]
    answer = signed_in.post(PLACE, form)
    assert (answer.status_code, Order.objects.count()) == (422, 0)
    assert "This field is required." in answer.content.decode()


def test_looking_at_a_coupon_keeps_the_choice(signed_in: Client, buyer: User) -> None:
    make.basket(buyer)
    page = signed_in.post(PLACE, {**_form(signed_in), "gateway": "bank_transfer", "look": "1"}).content.decode()
    assert _choices(page) == [("sandbox", False), ("bank_transfer", True)]


def test_what_another_tab_placed_to_be_paid_another_way_is_one_payment(signed_in: Client, buyer: User) -> None:
    make.basket(buyer)
    first, second = _form(signed_in), {**_form(signed_in), "gateway": "bank_transfer"}
    signed_in.post(PLACE, first)
    answer = signed_in.post(PLACE, second)
    payment = Payment.objects.get()
    assert (payment.gateway, answer["Location"]) == ("sandbox", f"/buy/payments/{payment.reference}/")
    assert "You have bought this already, in another tab." in signed_in.get(answer["Location"]).content.decode()


def test_the_same_form_with_another_way_is_another_form(signed_in: Client, buyer: User) -> None:
    make.basket(buyer)
    form = {**_form(signed_in), "idempotency_key": "once"}
    signed_in.post(PLACE, form)
    make.basket(buyer)
    signed_in.post(PLACE, {**form, "gateway": "bank_transfer"})
    assert [payment.gateway for payment in Payment.objects.all()] == ["sandbox"]


def test_the_choice_costs_no_query(signed_in: Client, buyer: User, django_assert_num_queries: Any) -> None:
    make.basket(buyer)
    with django_assert_num_queries(7):
        signed_in.get(PLACE)


def test_the_page_of_promises_names_both_times(client: Client) -> None:
    assert "You have 24 hours, or 7 days where the way you choose to pay needs them." in (
        client.get("/protection/").content.decode()
    )
