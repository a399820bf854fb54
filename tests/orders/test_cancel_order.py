from datetime import datetime, timedelta

import pytest

from core.deadlines import run_due
from core.errors import DomainError, Invalid
from escrow.payments.models import Refund
from marketplace.deadlines import ACTIONS
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.models import Order
from tests import make
from tests.orders import seen

pytestmark = pytest.mark.django_db
PROMISE = timedelta(hours=72)


def _refunded(order: Order, reason: str) -> None:
    order = make.read(order)
    (refund,) = Refund.objects.all()
    charge = seen.journal()[0][0].removeprefix("capture:sandbox:")
    hold = order.hold_id
    assert seen.journal() == [
        *seen.funded(order, charge),
        (f"hold:{hold}:refund:{refund.pk}", f"hold:{hold}", f"refund_due:{refund.pk}", 12_800),
    ]
    assert (refund.reason, refund.amount, refund.state) == (reason, 12_800, "due")
    assert (order.hold.state, order.hold.remaining) == ("refunded", 0)
    assert (seen.open_deadlines(order), seen.stock(order)) == ({}, [(10, 0, 0)])


def _refusal(order: Order, now: datetime, *, seller: bool = False) -> DomainError:
    before = (seen.journal(), seen.facts(order), seen.stock(order))
    actor = make.seller_of(order) if seller else make.buyer_of(order)
    with pytest.raises(DomainError) as refused:
        cancel_order(order.pk, now=now, actor=actor, reason="Broken kiln")
    assert (seen.journal(), seen.facts(order), seen.stock(order)) == before
    return refused.value


def test_a_buyer_cancels_freely_before_packing(now: datetime) -> None:
    order = make.paid_order(now=now)
    closed = cancel_order(order.pk, now=now, actor=make.buyer_of(order))
    assert (closed.closed_by, closed.closed_at, closed.closed_reason) == ("buyer", now, "")
    assert seen.topics(order)[-1] == "order.cancelled"
    assert seen.facts(order)[-1] == ("cancelled", "buyer")
    _refunded(order, "cancelled_by_buyer")


def test_between_packing_and_the_promise_the_buyer_is_told_when(now: datetime) -> None:
    order = make.packed_order(now=now)
    refused = _refusal(order, now + PROMISE - timedelta(seconds=1))
    assert (refused.code, refused.params["at"]) == ("being_packed", (now + PROMISE).isoformat())
    assert "Nov. 26, 2026" in refused.words


def test_once_the_promise_has_passed_the_buyer_cancels_unasked(now: datetime) -> None:
    order = make.packed_order(now=now)
    run_due(ACTIONS, now=now + PROMISE)
    assert seen.topics(order)[-1] == "order.promise_passed"
    cancel_order(order.pk, now=now + PROMISE, actor=make.buyer_of(order))
    _refunded(order, "cancelled_by_buyer")


def test_the_seller_cancels_any_time_before_shipping_with_a_reason(now: datetime) -> None:
    order = make.packed_order(now=now)
    with pytest.raises(Invalid) as refused:
        cancel_order(order.pk, now=now, actor=make.seller_of(order), reason="  ")
    assert (refused.value.code, refused.value.field) == ("reason_missing", "reason")
    closed = cancel_order(order.pk, now=now, actor=make.seller_of(order), reason="Broken kiln")
    assert (closed.closed_by, closed.closed_reason) == ("seller", "Broken kiln")
    _refunded(order, "cancelled_by_seller")


def test_an_unpaid_order_is_cancelled_without_any_entry(now: datetime) -> None:
    order = make.placed_order(now=now)
    cancel_order(order.pk, now=now, actor=make.buyer_of(order))
    order = make.read(order)
    assert (order.hold.state, order.closed_by, order.checkout.payment.state) == ("void", "buyer", "void")
    assert (seen.journal(), seen.stock(order), seen.open_deadlines(order)) == ([], [(10, 0, 0)], {})


def test_what_was_shipped_is_not_cancelled_by_anybody(now: datetime) -> None:
    order = make.shipped_order(now=now)
    assert _refusal(order, now).code == "shipped"
    assert _refusal(order, now, seller=True).code == "shipped"


def test_cancelling_twice_refunds_once(now: datetime) -> None:
    order = make.paid_order(now=now)
    cancel_order(order.pk, now=now, actor=make.buyer_of(order))
    assert _refusal(order, now).code == "order_ended"
    _refunded(order, "cancelled_by_buyer")
    unpaid = make.placed_order(now=now)
    cancel_order(unpaid.pk, now=now, actor=make.buyer_of(unpaid))
    assert _refusal(unpaid, now).code == "order_ended"


def test_what_was_confirmed_is_not_cancelled(now: datetime) -> None:
    order = make.shipped_order(now=now)
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    assert _refusal(order, now, seller=True).code == "order_ended"
