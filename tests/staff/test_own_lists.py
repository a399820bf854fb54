"""The one rule of the desk's lists and counts: what concerns an operator is neither listed nor counted for them, on the
pages and by the API; what they look for by name says so and leads nowhere.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from core import clock, deadlines
from core.models import Deadline
from escrow.bank.models import Transfer
from escrow.payments.models import Payment, Payout, Refund
from marketplace.coupons.models import Coupon
from marketplace.orders.models import Order
from marketplace.staff.queues import all_queues
from marketplace.trade.of_others import NOBODYS, OWN, of_others
from marketplace.users.models import User
from tests import make
from tests.api.desk_rows import payout, rejected, transfer
from tests.api.programs import program_of
from tests.make import bank

pytestmark = pytest.mark.django_db
#: What somebody is a side of, and what names it in the list.
Case = tuple[list[User], str]


@pytest.fixture(autouse=True)
def _at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture(autouse=True)
def _account(settings: Settings) -> None:
    settings.BANK_HOLDER, settings.BANK_NAME, settings.BANK_NUMBER = "Danbao Ltd", "Farmers’ Bank", "6222"


def _sides(order: Order) -> list[User]:
    return [order.buyer, order.shop.owner]


def _claimed(now: datetime) -> Case:
    order = make.claim_to_rule(now=now).order
    return _sides(order), order.reference


def _disputed(now: datetime) -> Case:
    order = make.paid_order(now=now)
    make.chargeback(order, now=now)
    return _sides(order), order.checkout.payment.reference


def _given_up(kind: str, subject: int, now: datetime) -> None:
    about = {"book_id": 0, "subject_type": kind, "subject_id": subject, "kind": f"ask_{kind}"}
    Deadline.objects.filter(subject_type=kind, subject_id=subject).delete()
    Deadline.objects.create(**about, window_from=now, due_at=now, done_at=now, outcome="passed")


def _refund_without_answer(now: datetime) -> Case:
    refund = rejected(now)
    Refund.objects.filter(pk=refund.pk).update(state="sent")
    _given_up("refund", refund.pk, now)
    return _sides(Order.objects.get(hold=refund.hold_id)), refund.sent_as


def _payout_without_answer(now: datetime) -> Case:
    sent = payout(now)
    Payout.objects.filter(pk=sent.pk).update(state="sent", agreement="given")
    _given_up("payout", sent.pk, now)
    return [sent.account.owner], sent.reference


def _failed_deadline(now: datetime) -> Case:
    order = make.paid_order(now=now)
    Deadline.objects.filter(subject_type="order", subject_id=order.pk).update(error=f"OSError: {order.reference}")
    return _sides(order), order.reference


def _untold(now: datetime) -> Case:
    order = make.claim(now=now - timedelta(days=20)).order
    return _sides(order), order.reference


def _rejected(now: datetime) -> Case:
    refund = rejected(now)
    return _sides(Order.objects.get(hold=refund.hold_id)), refund.reference


def _arrived(now: datetime) -> Case:
    order = make.placed_order(now=now)
    payment = order.checkout.payment
    Payment.objects.filter(pk=payment.pk).update(gateway="bank_transfer")
    bank.entered_arrival(now, payment, operator_id=make.operator().pk)
    return _sides(order), payment.reference


def _to_send(now: datetime) -> Case:
    refund, listed = rejected(now), transfer(now)
    Refund.objects.filter(pk=refund.pk).update(state="sent")
    Transfer.objects.filter(pk=listed.pk).update(kind="refund", subject_id=refund.pk)
    return _sides(Order.objects.get(hold=refund.hold_id)), listed.reference


#: What is listed: the room, by the name of its page and of its address, and what makes a case.
LISTS: dict[str, tuple[str, Callable[[datetime], Case]]] = {
    "claims": ("claims", _claimed),
    "chargebacks": ("chargebacks", _disputed),
    "refunds without an answer": ("unanswered", _refund_without_answer),
    "payouts without an answer": ("unanswered", _payout_without_answer),
    "deadlines": ("deadlines", _failed_deadline),
    "times without notice": ("without_notice", _untold),
    "rejected refunds": ("refunds", _rejected),
    "arrivals": ("arrivals", _arrived),
    "transfers": ("transfers", _to_send),
}
#: Rooms whose address in the API is another.
ADDRESSES = {"without_notice": "notices", "arrivals": "bank/arrivals", "transfers": "bank/transfers"}


def _seen(user: User, room: str, names: list[str]) -> tuple[list[bool], list[bool], bool]:
    """Which of them the page lists and the API answers, and whether the desk's first page counts anything there."""
    desk = Client()
    desk.force_login(user)
    page = desk.get(reverse(f"staff:{room}")).content.decode()
    program = program_of(user)
    program.get(f"/api/v1/desk/{ADDRESSES.get(room, room)}/")
    told = program.last.content.decode()
    queues = desk.get(reverse("staff:desk")).context["queues"]
    counted = any(queue.count for queue in queues if queue.url_name == f"staff:{room}")
    return [name in page for name in names], [name in told for name in names], counted


@pytest.mark.parametrize("kind", LISTS)
def test_ones_own_is_neither_listed_nor_counted(kind: str, now: datetime) -> None:
    room, case = LISTS[kind]
    people, mine = case(now)
    for person in people:
        person.is_staff = True
        person.save()
        assert _seen(person, room, [mine]) == ([False], [False], False)
    _others, another = case(now)
    for person in people:
        assert _seen(person, room, [mine, another]) == ([False, True], [False, True], True)
    assert _seen(make.operator(), room, [mine, another]) == ([True, True], [True, True], True)


def test_every_deadline_of_ones_shop_money_and_person_is_ones_own(now: datetime) -> None:
    placed, disputed, suspended = (
        make.placed_order(now=now),
        make.paid_order(now=now),
        make.appealed_suspension(now=now),
    )
    charge = make.chargeback(disputed, now=now)
    account = make.other_account(placed.shop, now=now)
    refund = rejected(now)
    Deadline.objects.create(
        book_id=0, subject_type="refund", subject_id=refund.pk, kind="ask_refund", window_from=now, due_at=now
    )
    bought = Order.objects.get(hold=refund.hold_id).buyer
    payment = ("payment", placed.checkout.payment_id)
    mine = {
        placed.buyer: [payment],
        placed.shop.owner: [payment, ("payout_account", account.pk)],
        disputed.buyer: [("chargeback", charge.pk)],
        bought: [("refund", refund.pk)],
        suspended.person: [("suspension", suspended.pk)],
    }
    for person, subjects in mine.items():
        for user, listed in ((person, False), (make.operator(), True)):
            rows = of_others(deadlines.open_ones(), user.pk).values_list("subject_type", "subject_id")
            assert [(subject, subject in rows) for subject in subjects] == [(one, listed) for one in subjects]


def test_every_queue_is_of_something_the_rule_knows(now: datetime) -> None:
    assert NOBODYS.isdisjoint(OWN)
    assert list(of_others(Coupon.objects.all(), 1)) == []
    assert {queue.count for queue in all_queues(now, make.operator().pk)} == {0}
    with pytest.raises(KeyError):
        of_others(User.objects.all(), 1)


def test_an_order_of_ones_own_on_somebodys_page_says_so_and_leads_nowhere(now: datetime) -> None:
    shop = make.shop(now=now)
    sku = make.sku(make.listing(shop, now=now))
    buyer = make.user("Lin Yue")
    mine, other = make.placed_order(sku=sku, buyer=buyer, now=now), make.placed_order(buyer=buyer, now=now)
    shop.owner.is_staff = True
    shop.owner.save()
    desk = Client()
    desk.force_login(shop.owner)
    page = desk.get(reverse("staff:person", args=[buyer.pk])).content.decode()
    places = [reverse("staff:order", args=[one.reference]) in page for one in (mine, other)]
    places += [reverse("staff:shop", args=[one.shop_id]) in page for one in (mine, other)]
    assert places == [False, True] * 2
    assert (mine.reference in page, page.count("Your own order: another operator decides.")) == (True, 1)
    rows = program_of(shop.owner).get(f"/api/v1/desk/people/{buyer.pk}/")[1]["orders"]
    assert {row["reference"]: row["own"] for row in rows} == {mine.reference: True, other.reference: False}


def test_a_buyer_of_ones_own_order_has_no_link_on_the_page_of_their_shop(now: datetime) -> None:
    order = make.placed_order(now=now)
    order.buyer.is_staff = True
    order.buyer.save()
    desk = Client()
    desk.force_login(order.buyer)
    page = desk.get(reverse("staff:shop", args=[order.shop_id])).content.decode()
    places = [reverse("staff:order", args=[order.reference]), reverse("staff:person", args=[order.buyer_id])]
    assert ([place in page for place in places], order.reference in page) == ([False, False], True)


def test_the_list_of_people_names_the_reader_without_a_link(now: datetime) -> None:
    shop, other = make.shop(now=now), make.shop(now=now)
    shop.owner.is_staff = True
    shop.owner.save()
    desk = Client()
    desk.force_login(shop.owner)
    page = desk.get(reverse("staff:people")).content.decode()
    linked = [
        (reverse("staff:person", args=[one.owner_id]) in page, reverse("staff:shop", args=[one.pk]) in page)
        for one in (shop, other)
    ]
    assert linked == [(False, False), (True, True)]
    assert page.count("You: another operator decides.") == 1
