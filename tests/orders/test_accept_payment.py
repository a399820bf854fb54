from datetime import datetime, timedelta

import pytest

from core.errors import DomainError
from core.models import Deadline
from escrow.models import Hold
from escrow.payments.models import Payment, Refund
from marketplace.orders.actions.accept_payment import accept_payment
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.models import Order
from tests import make
from tests.orders import seen

pytestmark = pytest.mark.django_db


def test_a_good_payment_funds_the_order_and_starts_the_sellers_clocks(now: datetime) -> None:
    order = make.placed_order(now=now)
    paid = now + timedelta(hours=2)
    assert accept_payment(make.capture(order.checkout.payment, now=paid, reference="c1").pk, now=paid) == [order]
    order = make.read(order)
    assert seen.journal() == seen.funded(order, "c1")
    assert (order.hold.state, order.hold.remaining, order.hold.funded_at) == ("held", 12_800, paid)
    assert order.checkout.payment.state == "paid"
    assert seen.open_deadlines(order) == {
        "ship_promise": paid + timedelta(hours=72),
        "remind_ship": paid + timedelta(hours=48),
        "ship_latest": paid + timedelta(days=10),
    }
    waits = Deadline.objects.exclude(notice_wait=None).values_list("kind", "notice_wait")
    assert list(waits) == [("ship_latest", timedelta(hours=48))]
    assert seen.outcomes(order) == {"pay": "met", "remind_pay": "met"}
    assert seen.topics(order) == ["order.placed", "order.paid"]
    assert seen.facts(order) == [("placed", "buyer"), ("paid", "provider")]
    assert seen.stock(order) == [(10, 1, 0)]


def test_told_twice_it_acts_once(now: datetime) -> None:
    order = make.placed_order(now=now)
    capture = make.capture(order.checkout.payment, now=now, reference="c1")
    accept_payment(capture.pk, now=now)
    accept_payment(capture.pk, now=now + timedelta(days=1))
    assert seen.journal() == seen.funded(order, "c1")
    assert seen.facts(order) == [("placed", "buyer"), ("paid", "provider")]


def test_a_closed_order_gets_its_share_back_and_does_not_hinder_the_other(now: datetime) -> None:
    checkout = make.checkout(make.basket(wanted={make.sku(): 1, make.sku(make.listing(price=4_000)): 1}), now=now)
    kept, closed = checkout.orders.select_related("shop").order_by("pk")
    cancel_order(closed.pk, now=now, actor=make.buyer_of(closed))
    capture = make.capture(checkout.payment, now=now, reference="c1")
    for _time in range(2):
        accept_payment(capture.pk, now=now)
    (refund,) = Refund.objects.all()
    payment = f"payment:{checkout.payment_id}"
    assert seen.journal() == [
        ("capture:sandbox:c1", "provider:sandbox", payment, 17_800),
        (f"hold:{kept.pk}:fund", payment, f"hold:{kept.pk}", 12_800),
        (f"capture:{capture.pk}:return:{closed.pk}", payment, f"refund_due:{refund.pk}", 5_000),
    ]
    assert list(Hold.objects.order_by("pk").values_list("state", flat=True)) == ["held", "void"]
    assert Payment.objects.get().state == "paid"


@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("poison", ["another currency", "a policy nobody can read"])
def test_an_order_that_is_refused_does_not_hinder_the_other(poison: str, which: int, now: datetime) -> None:
    checkout = make.checkout(make.basket(wanted={make.sku(): 1, make.sku(make.listing(price=4_000)): 1}), now=now)
    orders = list(checkout.orders.select_related("shop").order_by("pk"))
    bad, good = orders[which], orders[1 - which]
    if poison == "another currency":
        Hold.objects.filter(pk=bad.pk).update(currency="JPY")
    else:
        make.unreadable_policy(bad)
    capture = make.capture(checkout.payment, now=now, reference="c1")
    for _time in range(2):
        with pytest.raises((DomainError, TypeError)):
            accept_payment(capture.pk, now=now)
        assert (make.read(good).hold.state, make.read(bad).hold.state) == ("held", "awaiting_payment")
    assert Payment.objects.get().state == "awaiting"
    Hold.objects.filter(pk=bad.pk).update(currency="CNY")
    Order.objects.filter(pk=bad.pk).update(policy=good.policy_id)
    accept_payment(capture.pk, now=now)
    payment = f"payment:{checkout.payment_id}"
    held = {order.pk: make.read(order).hold.amount for order in orders}
    assert held == {orders[0].pk: 12_800, orders[1].pk: 5_000}
    assert seen.journal() == [
        ("capture:sandbox:c1", "provider:sandbox", payment, 17_800),
        (f"hold:{good.pk}:fund", payment, f"hold:{good.pk}", held[good.pk]),
        (f"hold:{bad.pk}:fund", payment, f"hold:{bad.pk}", held[bad.pk]),
    ]
    assert Payment.objects.get().state == "paid"
    assert seen.outcomes(bad)["pay"] == "met"


def test_all_orders_cancelled_before_paying_end_the_payment(now: datetime) -> None:
    order = make.placed_order(now=now)
    cancel_order(order.pk, now=now, actor=make.buyer_of(order))
    capture = make.capture(order.checkout.payment, now=now, reference="c1")
    accept_payment(capture.pk, now=now)
    (refund,) = Refund.objects.all()
    payment = f"payment:{order.checkout.payment_id}"
    assert (capture.verdict, refund.amount, Hold.objects.get().state) == ("late", 12_800, "void")
    assert seen.journal() == [
        ("capture:sandbox:c1", "provider:sandbox", payment, 12_800),
        (f"capture:{capture.pk}:return", payment, f"refund_due:{refund.pk}", 12_800),
    ]


@pytest.mark.parametrize(("amount", "verdict"), [(12_700, "short"), (12_900, "over")])
def test_a_wrong_amount_pays_nothing_and_the_order_waits_on(amount: int, verdict: str, now: datetime) -> None:
    order = make.placed_order(now=now)
    capture = make.capture(order.checkout.payment, now=now, amount=amount)
    accept_payment(capture.pk, now=now)
    order = make.read(order)
    assert (capture.verdict, order.hold.state, order.checkout.payment.state) == (
        verdict,
        "awaiting_payment",
        "awaiting",
    )
    assert "pay" in seen.open_deadlines(order)
