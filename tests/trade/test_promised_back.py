"""What people are told will go back is what goes back, also where the platform paid a part."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from core.actor import Actor, Role
from core.models import OutboxMessage
from core.money import Money, format_money
from escrow.payments.models import Refund
from marketplace.claims.asking import Asked
from marketplace.claims.models import Wish
from marketplace.notifications.notify import notify
from marketplace.notifications.reading import notices_of, read
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.models import Order
from marketplace.trade.claim_forms import AskForm
from marketplace.trade.claim_sums import sum_of
from marketplace.trade.phrases import plain
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


@pytest.mark.parametrize("role", [Role.BUYER, Role.SELLER])
def test_the_heading_says_what_of_the_sum_in_keeping_is_the_buyers(role: Role, now: datetime) -> None:
    order = _with_a_promotion(now)
    hold = order.hold
    paid, ours, kept = (Money(x, "CNY") for x in (hold.amount - hold.discount, hold.discount, hold.remaining))
    line = describe(order, role, now).line
    all_of_it, theirs, rest = (format_money(money, "en") for money in (kept, paid, ours))
    whose = "you paid and could get back" if role is Role.BUYER else f"{order.buyer.name} paid"
    words = f"Of the {all_of_it}, {theirs} is what {whose}, and {rest} is a discount that we pay."
    assert line.title.startswith(f"{all_of_it} is held")
    assert plain(line.sentence).endswith(words)


def test_of_an_order_that_was_paid_alone_no_part_is_named(now: datetime) -> None:
    order = make.read(make.paid_order(now=now))
    for role in (Role.BUYER, Role.SELLER):
        assert "discount" not in describe(order, role, now).line.sentence


def test_the_notice_of_the_payment_names_what_the_buyer_paid(now: datetime) -> None:
    order = _with_a_promotion(now)
    paid = Money(order.hold.amount - order.hold.discount, "CNY")
    notify(OutboxMessage.objects.get(topic="order.paid"), now)
    (notice,) = read(list(notices_of(order.buyer)), now)
    assert notice.text == f"You paid {format_money(paid, 'en')} for your order {order.reference}. It is held."


def test_who_asks_for_money_back_reads_what_of_the_most_would_come(now: datetime) -> None:
    order = _with_a_promotion(now)
    form = AskForm(order=order, shipped=False, again=False)
    row, line = form.amounts[0], form.rows[0]
    assert line.line is not None
    most = sum_of(order, Asked(Wish.REFUND, {line.line.pk: line.most}, 0), reason="", shipped=False)
    back = format_money(most.back, "en")
    assert most.back < most.asked
    assert f"{back} would come back to you; the rest is our own discount." in row.help_text
