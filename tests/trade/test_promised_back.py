"""What people are told will go back is what goes back, also where the platform paid a part."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from core.actor import Actor, Role
from core.money import Money, format_money
from escrow.payments.models import Refund
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.models import Order
from marketplace.trade.representation import describe
from tests import make

pytestmark = pytest.mark.django_db


def _with_a_promotion(now: datetime) -> Order:
    checkout = make.checkout(make.basket(), now=now, coupons=make.promotion().code)
    make.heard(checkout.payment, now=now, reference="c1")
    order = make.read(checkout.orders.get())
    assert 0 < order.hold.discount < order.hold.remaining
    return order


def _came_back(order: Order) -> str:
    return format_money(Money(Refund.objects.get(hold_id=order.hold_id).amount, order.currency), "en")


@pytest.mark.parametrize("role", [Role.BUYER, Role.SELLER])
def test_whoever_cancels_is_told_what_the_buyer_gets(role: Role, now: datetime) -> None:
    order = _with_a_promotion(now)
    told = {offer.action: offer.consequence for offer in describe(order, role, now).offers}["cancel"]
    by: Actor = make.buyer_of(order) if role is Role.BUYER else make.seller_of(order)
    cancel_order(order.pk, now=now, actor=by, reason="sold out")
    assert f"{_came_back(order)} goes back" in told


def test_a_shop_that_is_packing_is_asked_for_what_the_buyer_gets(now: datetime) -> None:
    order = _with_a_promotion(now)
    start_packing(order.pk, now=now, actor=make.seller_of(order))
    offers = describe(make.read(order), Role.BUYER, now).offers
    told = [offer.consequence for offer in offers if "Without an answer" in offer.consequence]
    cancel_order(order.pk, now=now, actor=make.seller_of(order), reason="sold out")
    assert [f"{_came_back(order)} goes back" in words for words in told] == [True]


def test_the_shops_button_names_what_it_pays_back(now: datetime, client: Client) -> None:
    order = _with_a_promotion(now)
    client.force_login(order.shop.owner)
    page = client.get(reverse("sellers:cancellation", args=[order.reference])).content.decode()
    cancel_order(order.pk, now=now, actor=make.seller_of(order), reason="sold out")
    assert f"Cancel and pay back {_came_back(order)}" in page
