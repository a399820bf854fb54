from datetime import datetime, timedelta

import pytest

from core.deadlines import run_due
from escrow.payments.models import Payment
from marketplace.deadlines import ACTIONS
from marketplace.orders.actions.accept_payment import accept_payment
from marketplace.orders.actions.close_unpaid import close_unpaid
from tests import make
from tests.orders import seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_day_without_payment_closes_every_order_and_gives_the_stock_back(now: datetime) -> None:
    checkout = make.checkout(make.basket(wanted={make.sku(): 2, make.sku(): 3}), now=now)
    assert run_due(ACTIONS, now=now + DAY - timedelta(seconds=1)) == 1
    assert run_due(ACTIONS, now=now + DAY) == 1
    for order in map(make.read, checkout.orders.all()):
        assert (order.hold.state, order.closed_by, order.closed_at) == ("void", "unpaid", now + DAY)
        assert seen.topics(order)[0] == "order.placed"
        assert seen.topics(order)[-1] == "order.closed_unpaid"
        assert seen.facts(order) == [("placed", "buyer"), ("closed_unpaid", "system")]
        assert seen.stock(order) == [(10, 0, 0)]
        assert seen.open_deadlines(order) == {}
        assert seen.outcomes(order)["pay"] == "passed"
    assert (Payment.objects.get().state, seen.journal()) == ("void", [])


def test_closing_twice_is_once(now: datetime) -> None:
    order = make.placed_order(now=now)
    assert close_unpaid(order.checkout.payment_id, now=now + DAY) is True
    assert close_unpaid(order.checkout.payment_id, now=now + DAY) is False
    assert seen.facts(order) == [("placed", "buyer"), ("closed_unpaid", "system")]
    assert seen.stock(order) == [(10, 0, 0)]


def test_what_is_paid_is_not_closed(now: datetime) -> None:
    order = make.paid_order(now=now)
    assert close_unpaid(order.checkout.payment_id, now=now + DAY) is False
    assert make.read(order).hold.state == "held"


def test_a_capture_that_is_not_allotted_yet_keeps_the_order_open(now: datetime) -> None:
    order = make.placed_order(now=now)
    capture = make.capture(order.checkout.payment, now=now + DAY)
    assert close_unpaid(order.checkout.payment_id, now=now + DAY) is False
    accept_payment(capture.pk, now=now + DAY)
    assert make.read(order).hold.state == "held"


def test_the_reminder_comes_six_hours_before_and_only_while_unpaid(now: datetime) -> None:
    order, paid = make.placed_order(now=now), make.paid_order(now=now)
    assert run_due(ACTIONS, now=now + timedelta(hours=18)) == 1
    assert seen.topics(order) == ["order.placed", "order.pay_soon"]
    assert "order.pay_soon" not in seen.topics(paid)
