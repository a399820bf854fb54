"""Money that a provider would not take back goes to a bank account that the buyer enters."""

import pytest
from django.test import Client

from core import clock
from core.actor import SYSTEM, Actor, Role
from escrow.actions.refund import refund_hold
from escrow.payments.models import PayoutAccount, Refund
from escrow.payments.states import RefundState
from escrow.terms import Back
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make

pytestmark = pytest.mark.django_db

TYPED = {"bank": "ICBC", "holder": "Lin Yue", "number": "6222 0200 0000 4471"}


@pytest.fixture
def order(buyer: User) -> Order:
    """A cancelled order whose refund came back."""
    paid = make.paid_order(buyer=buyer)
    cancel_order(paid.pk, now=clock.now(), actor=Actor(Role.BUYER, buyer.pk))
    Refund.objects.update(state=RefundState.REJECTED, problem="the card is closed")
    return paid


def _page(order: Order) -> str:
    return f"/buy/orders/{order.reference}/account/"


def test_the_order_leads_to_the_form_and_the_form_keeps_the_account(signed_in: Client, order: Order) -> None:
    assert _page(order) in signed_in.get(f"/buy/orders/{order.reference}/").content.decode()
    answer = signed_in.post(_page(order), TYPED, follow=True)
    assert "Two of our people check it" in answer.content.decode()
    account = PayoutAccount.objects.get()
    assert (account.bank, account.holder, account.owner_id, account.book_id) == (
        "ICBC",
        "Lin Yue",
        order.buyer_id,
        None,
    )


def test_a_payment_that_went_back_whole_finds_its_account_too(signed_in: Client, order: Order) -> None:
    Refund.objects.update(hold_id=None, reason="late")
    signed_in.post(_page(order), TYPED)
    assert [account.holder for account in PayoutAccount.objects.all()] == ["Lin Yue"]


def test_a_part_that_came_back_while_the_rest_is_held_finds_its_account(signed_in: Client, buyer: User) -> None:
    order = make.shipped_order(buyer=buyer)
    refund_hold(order.hold_id, Back(goods=4_000), reason="part", now=clock.now(), actor=SYSTEM)
    Refund.objects.update(state=RefundState.REJECTED, problem="the card is closed")
    page = signed_in.get(f"/buy/orders/{order.reference}/").content.decode()
    assert (_page(order) in page, "Name a bank account for your refund" in page) == (True, True)
    assert "This cannot be done now" not in signed_in.get(_page(order)).content.decode()
    signed_in.post(_page(order), TYPED)
    assert [account.holder for account in PayoutAccount.objects.all()] == ["Lin Yue"]


def test_the_same_form_twice_is_one_account(signed_in: Client, order: Order) -> None:
    for _press in range(2):
        signed_in.post(_page(order), TYPED | {"idempotency_key": "k"})
    assert PayoutAccount.objects.count() == 1


@pytest.mark.parametrize("number", ["", "12", "not a number!", "1" * 60])
def test_a_senseless_number_comes_back_with_what_was_typed(signed_in: Client, order: Order, number: str) -> None:
    answer = signed_in.post(_page(order), TYPED | {"number": number})
    assert (answer.status_code, "ICBC" in answer.content.decode()) == (422, True)
    assert not PayoutAccount.objects.exists()


def test_an_order_without_a_rejected_refund_asks_for_no_account(signed_in: Client, buyer: User) -> None:
    order = make.paid_order(buyer=buyer)
    assert "This cannot be done now" in signed_in.get(_page(order)).content.decode()
    answer = signed_in.post(_page(order), TYPED)
    assert (answer.status_code, "Thank you" in answer.content.decode()) == (422, False)
    assert not PayoutAccount.objects.exists()


def test_to_a_stranger_the_page_does_not_exist(order: Order) -> None:
    stranger = Client()
    stranger.force_login(make.user("Sun Qi"))
    assert (stranger.get(_page(order)).status_code, stranger.post(_page(order), TYPED).status_code) == (404, 404)
    assert Client().get(_page(order)).status_code == 302
