from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from core import clock
from core.models import OutboxMessage
from escrow.models import Hold
from escrow.payments.models import Payment, Refund
from escrow.payments.news import take_in
from escrow.payments.providers.protocol import Declined
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.models import Order
from marketplace.trade import payment_questions
from marketplace.users.models import User
from tests import make
from tests.payments.conftest import merchant, running, sandbox
from tests.sandbox.running import Sandbox

__all__ = ["merchant", "running", "sandbox"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(buyer: User) -> Order:
    cache.clear()
    return make.placed_order(buyer=buyer, now=clock.now())


def _at(order: Order, page: str = "") -> str:
    return f"/buy/payments/{order.checkout.payment.reference}/{page}"


def _pay(sandbox: Sandbox, order: Order, *, amount: int = 12_800) -> None:
    payment = order.checkout.payment
    body = {
        "reference": payment.reference,
        "amount_minor": amount,
        "currency": "CNY",
        "notify_url": "http://127.0.0.1:9/",
    }
    assert sandbox.post("/api/charges/", body, key=f"{payment.reference}-{amount}").status == 201


def test_a_forged_way_back_proves_nothing(signed_in: Client, order: Order) -> None:
    page = signed_in.get(_at(order, "?reference=x&result=paid")).content.decode()
    assert "Your payment is being confirmed" in page
    assert ("I have not paid yet" in page, "No payment has come yet" in page) == (True, False)
    assert make.read(order).hold.state == "awaiting_payment"


def test_a_declined_payment_is_called_that_and_is_paid_from_another_account(signed_in: Client, order: Order) -> None:
    at = clock.now()
    take_in(Declined(order.checkout.payment.reference, at), gateway="sandbox", now=at)
    page = signed_in.get(_at(order)).content.decode()
    assert "<h1>Your payment was declined</h1>" in page
    assert ("nothing was charged" in page, "do not pay again" in page) == (True, False)
    assert f'<a class="btn" href="{_at(order, "cashier/")}">Pay ¥128.00</a>' in page
    signed_in.get(_at(order, "cashier/"))
    page = signed_in.get(_at(order)).content.decode()
    assert ("declined" in page, "Your payment is being confirmed" in page) == (False, True)


def test_a_way_back_that_says_declined_is_not_believed(signed_in: Client, order: Order) -> None:
    assert "was declined" not in signed_in.get(_at(order, "?result=declined")).content.decode()


def test_asking_the_provider_finds_what_no_webhook_told(signed_in: Client, order: Order, sandbox: Sandbox) -> None:
    _pay(sandbox, order)
    assert "is being confirmed" in signed_in.get(_at(order)).content.decode()
    page = signed_in.post(_at(order, "question/"), follow=True).content.decode()
    assert "¥128.00 is paid" in page
    assert make.read(order).hold.state == "held"
    assert OutboxMessage.objects.filter(topic="order.paid").count() == 1


def test_htmx_gets_the_state_alone_and_goes_on_when_it_is_paid(
    signed_in: Client, order: Order, sandbox: Sandbox
) -> None:
    answer = signed_in.post(_at(order, "question/"), headers={"HX-Request": "true"})
    assert ("<html" in answer.content.decode(), answer.headers.get("HX-Redirect")) == (False, None)
    cache.clear()
    _pay(sandbox, order)
    answer = signed_in.post(_at(order, "question/"), headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == _at(order)


def test_many_open_pages_ask_once(signed_in: Client, order: Order, sandbox: Sandbox) -> None:
    signed_in.post(_at(order, "question/"))
    _pay(sandbox, order)
    signed_in.post(_at(order, "question/"))
    assert make.read(order).hold.state == "awaiting_payment"
    cache.clear()
    signed_in.post(_at(order, "question/"))
    assert make.read(order).hold.state == "held"


def test_while_a_question_is_under_way_the_page_says_so(
    signed_in: Client, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = []

    def press_meanwhile(_payment: Payment, *, now: datetime) -> bool:
        pages.append(signed_in.post(_at(order, "question/"), follow=True).content.decode())
        return now is None

    monkeypatch.setattr(payment_questions, "ask_about_payment", press_meanwhile)
    pages.append(signed_in.post(_at(order, "question/"), follow=True).content.decode())
    told = ("We are asking the payment provider.", "The payment provider does not answer at the moment.")
    assert [[words in page for words in told] for page in pages] == [[True, False], [False, True]]


def test_paying_again_is_offered_once_the_provider_says_that_none_came(
    signed_in: Client, order: Order, sandbox: Sandbox
) -> None:
    warning = "Then do not pay again"
    before, after = signed_in.get(_at(order)), signed_in.post(_at(order, "question/"), follow=True)
    button = f'class="btn alt" href="{_at(order, "cashier/")}">Pay ¥128.00<'
    for answer, known in ((before, False), (after, True), (signed_in.get(_at(order)), True)):
        page = answer.content.decode()
        assert ("No payment has come yet" in page, button in page, warning in page) == (known, known, True)


def test_a_wrong_amount_is_said_to_go_back(signed_in: Client, order: Order, sandbox: Sandbox) -> None:
    _pay(sandbox, order, amount=12_700)
    page = signed_in.post(_at(order, "question/"), follow=True).content.decode()
    assert "¥127.00 came: too little. It goes back to you by itself." in page
    assert "For your order exactly ¥128.00 is needed, in one payment." in page
    assert ("do not pay again" in page, ">Pay ¥128.00<" in page) == (False, True)
    assert make.read(order).hold.state == "awaiting_payment"


def test_what_was_paid_twice_stands_on_the_page_of_the_payment_and_of_the_order(
    signed_in: Client, order: Order, sandbox: Sandbox
) -> None:
    _pay(sandbox, order)
    signed_in.post(_at(order, "question/"))
    make.heard(order.checkout.payment, now=clock.now(), reference="again")
    places = (_at(order), f"/buy/orders/{order.reference}/")
    words = "¥128.00 came a second time. It "
    for state, ending in (("due", "goes back to you by itself."), ("succeeded", "went back to you.")):
        Refund.objects.filter(hold_id=None).update(state=state)
        pages = [signed_in.get(place).content.decode() for place in places]
        assert [(words + ending in page, "it is the same money" in page) for page in pages] == [(True, False)] * 2
    Refund.objects.filter(hold_id=None).update(state="rejected")
    refused = "¥128.00 came that was not needed, and your way of paying refuses to take it back."
    assert [refused in signed_in.get(place).content.decode() for place in places] == [True, True]


def test_what_was_paid_twice_for_two_shops_is_said_to_be_the_same_money_on_both_orders(
    signed_in: Client, buyer: User
) -> None:
    goods = {make.sku(make.listing(make.shop())): 1 for _shop in range(2)}
    checkout = make.checkout(make.basket(buyer, goods, now=clock.now()), now=clock.now())
    orders = list(checkout.orders.all())
    make.heard(checkout.payment, now=clock.now())
    same = "On the page of each it is the same money."
    pages = [f"/buy/orders/{order.reference}/" for order in orders]
    assert [same in signed_in.get(page).content.decode() for page in pages] == [False, False]
    make.heard(checkout.payment, now=clock.now(), reference="again")
    told = [signed_in.get(page).content.decode() for page in pages]
    there = f'href="/buy/payments/{checkout.payment.reference}/"'
    assert [("came a second time" in page, same in page, there in page) for page in told] == [(True, True, True)] * 2


def test_what_came_too_late_or_in_excess_is_said_to_go_back(signed_in: Client, order: Order) -> None:
    payment = order.checkout.payment
    make.heard(payment, now=clock.now(), reference="more", amount=payment.amount + 1)
    assert "¥128.01 came: too much." in signed_in.get(_at(order)).content.decode()
    cancel_order(order.pk, now=clock.now(), actor=make.buyer_of(order))
    make.heard(payment, now=clock.now(), reference="late")
    assert "¥128.00 came too late." in signed_in.get(_at(order)).content.decode()


def test_a_provider_that_does_not_answer_is_no_error(signed_in: Client, order: Order, settings: Settings) -> None:
    settings.SANDBOX_URL = "http://127.0.0.1:9"
    page = signed_in.post(_at(order, "question/"), follow=True).content.decode()
    assert ("is being confirmed" in page, "No payment has come yet" in page) == (True, False)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_what_cannot_be_taken_now_is_said_in_words(
    signed_in: Client, order: Order, sandbox: Sandbox, headers: dict[str, str]
) -> None:
    _pay(sandbox, order)
    Hold.objects.filter(pk=order.pk).update(currency="JPY")
    answer = signed_in.post(_at(order, "question/"), headers=headers, follow=True)
    page = answer.content.decode()
    assert (answer.status_code, "This money does not pay this order." in page) == (200, True)
    assert "is being put into keeping" in page


def test_paying_again_leads_to_the_cashier_only_while_it_can_be_paid(
    signed_in: Client, order: Order, settings: Settings
) -> None:
    place = signed_in.get(_at(order, "cashier/")).headers["Location"]
    assert f"{urlsplit(place).scheme}://{urlsplit(place).netloc}" == settings.SANDBOX_URL
    clock.move_forward(timedelta(hours=24))
    assert signed_in.get(_at(order, "cashier/")).headers["Location"] == _at(order)
    clock.move_forward(timedelta(hours=-24))
    cancel_order(order.pk, now=clock.now(), actor=make.buyer_of(order))
    assert signed_in.get(_at(order, "cashier/")).headers["Location"] == _at(order)
    assert "This was not paid" in signed_in.get(_at(order)).content.decode()


def test_the_page_of_a_paid_order_says_so(signed_in: Client, buyer: User) -> None:
    order = make.paid_order(buyer=buyer, now=clock.now())
    assert "The money is held." in signed_in.get(_at(order)).content.decode()
    assert signed_in.get(_at(order, "cashier/")).headers["Location"] == _at(order)


def test_asking_is_a_post(signed_in: Client, order: Order) -> None:
    assert signed_in.get(_at(order, "question/")).status_code == 405
