"""A host takes a gateway's settings away while payments wait: pages and programs say so in words, and what to do."""

import re

import pytest
from django.test import Client
from pytest_django import Settings

from escrow.payments.models import Payment
from marketplace.orders.models import Checkout
from marketplace.users.models import User
from tests import make
from tests.api.programs import code, program_of

pytestmark = pytest.mark.django_db
SAID = "This way of paying is no longer open here. If you have not paid yet, cancel the order and buy again"
ASKED = "This way of paying is no longer open here, so we cannot ask whether money came."


@pytest.fixture(autouse=True)
def _both(settings: Settings) -> None:
    settings.GATEWAYS = ["sandbox", "bank_transfer"]
    settings.BANK_HOLDER, settings.BANK_NAME, settings.BANK_NUMBER = "Danbao Ltd", "Farmers’ Bank", "6222 0009"


@pytest.fixture(params=["sandbox", "bank_transfer"])
def waiting(request: pytest.FixtureRequest, buyer: User, settings: Settings) -> Checkout:
    """Placed, and then the way it was to be paid was closed."""
    make.placed_order(buyer=buyer)
    Payment.objects.update(gateway=request.param)
    settings.DEMO, settings.BANK_NUMBER = False, ""
    return Checkout.objects.get()


def test_the_page_of_the_payment_says_so_and_offers_no_payment(signed_in: Client, waiting: Checkout) -> None:
    place = f"/buy/payments/{waiting.payment.reference}/"
    answer = signed_in.get(place)
    page = answer.content.decode()
    assert (answer.status_code, SAID in page, "cannot be paid this way any more" in page) == (200, True, True)
    assert [words for words in ("Ask again now", "cashier/", "to our account", "question/") if words in page] == []
    onward = signed_in.get(f"{place}cashier/")
    assert (onward.status_code, onward["Location"]) == (302, place)


def test_the_order_says_so_and_can_be_cancelled(signed_in: Client, waiting: Checkout) -> None:
    order = waiting.orders.get()
    page = signed_in.get(f"/buy/orders/{order.reference}/").content.decode()
    assert (SAID in page, "cashier/" in page) == (True, False)
    assert ("It can no longer be paid this way. Left unpaid, it closes" in page, "Pay by" in page) == (True, False)
    assert ("closes " in page, "pay by " in page) == (True, False)
    signed_in.post(f"/buy/orders/{order.reference}/cancellation/")
    order.hold.refresh_from_db()
    assert order.hold.state == "void"
    assert "This was not paid" in signed_in.get(f"/buy/payments/{waiting.payment.reference}/").content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_page_that_asks_is_told_so(signed_in: Client, waiting: Checkout, headers: dict[str, str]) -> None:
    place = f"/buy/payments/{waiting.payment.reference}/question/"
    page = signed_in.post(place, headers=headers, follow=True).content.decode()
    assert (SAID in page, ASKED in page) == (True, not headers)


def test_a_program_that_asks_is_told_so(waiting: Checkout, buyer: User) -> None:
    program = program_of(buyer)
    answer = program.post(f"/api/v1/checkouts/{waiting.payment.reference}/question/")
    assert (code(answer), answer[1]["detail"].startswith(ASKED)) == ((409, "gateway_closed"), True)


def test_a_program_reads_it_too(waiting: Checkout, buyer: User) -> None:
    program = program_of(buyer)
    status, told = program.get(f"/api/v1/checkouts/{waiting.payment.reference}/")
    assert (status, told["cashier"], told["transfer_to"], told["stands"]) == (200, None, None, "waiting")
    assert told["blocked_reason"].startswith(SAID)
    offers = program.get(f"/api/v1/orders/{waiting.orders.get().reference}/")[1]["available_actions"]
    blocked = {row["action"]: row["blocked_reason"].startswith(SAID) for row in offers}
    assert blocked == {"pay": True, "cancel": False}


def test_what_another_tab_placed_leads_to_where_it_is_said(signed_in: Client, buyer: User, settings: Settings) -> None:
    settings.BANK_NUMBER = ""
    make.basket(buyer)
    page = signed_in.get("/checkout/").content.decode()
    hidden = dict(re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', page))
    form = {**hidden, **make.DESTINATION.fields()}
    signed_in.post("/checkout/", form)
    settings.DEMO, settings.BANK_NUMBER = False, "6222 0009"
    answer = signed_in.post("/checkout/", {**form, "idempotency_key": "another tab"})
    place = f"/buy/payments/{Payment.objects.get().reference}/"
    assert (answer.status_code, answer.get("Location")) == (302, place)
