"""A good charge for which not everything waits is recorded alone, and what it pays for is decided order by order."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from core import outbox
from core.effects import Effects, OpenDeadline, Subject, write
from core.outbox import deliver_due
from core.reading import Question
from escrow.invariants import check_site
from escrow.models import Hold
from escrow.payments.models import Allocation, Capture, Refund
from marketplace.orders.actions import accept_payment as accepting
from marketplace.orders.actions.accept_payment import accept_payment
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.close_unpaid import close_unpaid
from marketplace.orders.models import Checkout, Order
from marketplace.subscriptions import SUBSCRIPTIONS
from tests import make
from tests.catalog.test_deposits import pay
from tests.orders import seen
from tests.payments.charging import told

pytestmark = pytest.mark.usefixtures("committed_db")
DAY = timedelta(days=1)


def _checkout(now: datetime) -> Checkout:
    """An order of 128.00 and one of 50.00."""
    wanted = {make.sku(make.listing(price=price)): 1 for price in (11_800, 4_000)}
    return make.checkout(make.basket(wanted=wanted), now=now)


def _orders(checkout: Checkout) -> list[Order]:
    return list(checkout.orders.select_related("shop", "hold").order_by("pk"))


def _states() -> list[str]:
    return list(Hold.objects.order_by("pk").values_list("state", flat=True))


def _recorded_alone(capture: Capture) -> None:
    assert (capture.verdict, capture.allotted, capture.returned) == ("good", 0, 0)
    payment = capture.payment
    assert payment is not None
    assert told("capture.recorded") == [{"capture": capture.pk, "payment": payment.pk, "purpose": payment.purpose}]
    assert payment.state == "awaiting"


@pytest.mark.parametrize("which", [0, 1])
def test_where_one_order_was_closed_each_is_decided_by_itself(
    which: int, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    checkout = _checkout(now)
    closed = _orders(checkout)[which]
    cancel_order(closed.pk, now=now, actor=make.buyer_of(closed))
    capture = make.heard(checkout.payment, now=now)
    _recorded_alone(capture)
    assert (len(seen.journal()), "recorded alone" in caplog.text) == (1, False)
    deliver_due(SUBSCRIPTIONS, now=now)
    assert sorted(_states()) == ["held", "void"]
    assert Refund.objects.get().amount == closed.hold.amount
    assert check_site(now + DAY) == []


def _short(checkout: Checkout, now: datetime) -> Capture:
    return make.heard(checkout.payment, now=now, amount=17_799)


def _over(checkout: Checkout, now: datetime) -> Capture:
    return make.heard(checkout.payment, now=now, amount=17_801)


def _foreign(checkout: Checkout, now: datetime) -> Capture:
    return make.heard(checkout.payment, now=now, currency="JPY")


def _late(checkout: Checkout, now: datetime) -> Capture:
    close_unpaid(checkout.payment_id, now=now)
    return make.heard(checkout.payment, now=now)


@pytest.mark.parametrize("hear", [_short, _over, _foreign, _late])
def test_what_is_not_good_pays_nothing(hear: Callable[[Checkout, datetime], Capture], now: datetime) -> None:
    checkout = _checkout(now)
    capture = hear(checkout, now)
    assert capture.verdict == hear.__name__.removeprefix("_")
    assert (capture.allotted, capture.returned, Refund.objects.get().amount) == (0, capture.amount, capture.amount)
    assert (Allocation.objects.count(), told("capture.recorded")) == (0, [])
    assert check_site(now + DAY) == []


def test_a_second_charge_goes_back(now: datetime) -> None:
    payment = make.placed_order(now=now).checkout.payment
    make.heard(payment, now=now)
    second = make.heard(payment, now=now)
    assert (second.verdict, second.returned, Refund.objects.get().capture) == ("second", 12_800, second)
    assert (_states(), Allocation.objects.count()) == (["held"], 1)
    assert check_site(now + DAY) == []


def test_a_deposit_is_accepted_by_the_worker(now: datetime) -> None:
    payment = pay(make.shop(now=now), 50_000, now)
    _recorded_alone(make.heard(payment, now=now))
    deliver_due(SUBSCRIPTIONS, now=now)
    payment.refresh_from_db()
    assert payment.state == "paid"
    assert check_site(now + DAY) == []


@pytest.mark.parametrize(("most", "alone"), [(1, 1), (2, 0)])
def test_many_orders_are_accepted_one_by_one(
    most: int, alone: int, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accepting, "AT_ONCE", most)
    capture = make.heard(_checkout(now).payment, now=now)
    assert (capture.allotted, len(told("capture.recorded"))) == (17_800 * (1 - alone), alone)
    deliver_due(SUBSCRIPTIONS, now=now)
    assert _states() == ["held", "held"]


def _another_currency(order: Order, _now: datetime) -> None:
    Hold.objects.filter(pk=order.pk).update(currency="JPY")


def _frozen(order: Order, _now: datetime) -> None:
    Hold.objects.filter(pk=order.pk).update(freeze_count=1)


def _unreadable(order: Order, _now: datetime) -> None:
    make.unreadable_policy(order)


def _promised_before(order: Order, now: datetime) -> None:
    """Only the database sees that."""
    promise = OpenDeadline(Subject("order", order.pk, order.shop_id), "ship_latest", now + DAY)
    write(Effects(deadlines=(promise,)), now=now)


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("poison", [_another_currency, _frozen, _unreadable, _promised_before])
def test_an_order_that_is_refused_keeps_no_charge_from_the_books(
    poison: Callable[[Order, datetime], None], which: int, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    checkout = _checkout(now)
    orders = _orders(checkout)
    poison(orders[which], now)
    capture = make.heard(checkout.payment, now=now)
    _recorded_alone(capture)
    assert ("recorded alone" in caplog.text) == (poison is not _another_currency)
    caplog.clear()
    with pytest.raises(Exception, match=r"."):
        accept_payment(capture.pk, now=now)
    assert [record.__dict__["order"] for record in caplog.records] == [orders[which].pk]
    assert [make.read(order).hold.state for order in orders] == [
        "awaiting_payment" if place == which else "held" for place in range(2)
    ]


def test_the_desk_sees_at_last_what_an_order_cannot_be_paid_for(now: datetime) -> None:
    """The line of the log is not the only trace: who decides order by order meets the same fault."""
    checkout = _checkout(now)
    _unreadable(_orders(checkout)[0], now)
    capture = make.heard(checkout.payment, now=now)
    assert not outbox.dead().exists()
    for tries in range(outbox.ATTEMPTS):
        deliver_due(SUBSCRIPTIONS, now=now + tries * DAY)
    (letter,) = outbox.dead()
    assert (letter.topic, letter.payload["capture"]) == ("capture.recorded", capture.pk)
    desk = Client()
    desk.force_login(make.operator())
    page = desk.get(reverse("staff:letters")).content.decode()
    assert (bool(letter.error), escape(letter.error) in page) == (True, True)


def test_a_fault_of_paying_at_once_alone_hinders_no_order(
    now: datetime, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing is lost but the shorter way; every charge says so in the log, as an error."""
    checkout = _checkout(now)
    monkeypatch.setattr(accepting, "_OF_PAYMENT", Question("fails", "SELECT 1 / ($1::bigint - $1::bigint)"))
    _recorded_alone(make.heard(checkout.payment, now=now))
    assert [(record.levelname, "recorded alone" in record.message) for record in caplog.records] == [("ERROR", True)]
    deliver_due(SUBSCRIPTIONS, now=now)
    assert (_states(), outbox.dead().count()) == (["held", "held"], 0)
    assert check_site(now + DAY) == []


def test_shares_that_come_to_another_sum_are_decided_one_by_one(now: datetime) -> None:
    checkout = _checkout(now)
    Hold.objects.filter(pk=_orders(checkout)[1].pk).update(amount=4_999)
    _recorded_alone(make.heard(checkout.payment, now=now))
