"""Each invariant of orders is broken on purpose, and is the one that is named."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import F

from core.deadlines import run_due
from core.models import Deadline
from escrow.invariants import check_site
from escrow.models import Hold
from escrow.payments.models import Payment
from marketplace.catalog.models import Sku
from marketplace.coupons.models import Coupon
from marketplace.deadlines import ACTIONS
from marketplace.orders import invariants
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.models import Charge, Order, OrderLine, Shipment
from tests import make

pytestmark = pytest.mark.django_db


def _one_of_each(now: datetime) -> None:
    """An order in every state there is."""
    shop = make.shop()
    sku = make.sku(make.listing(shop))
    make.checkout(make.basket(wanted={sku: 1}), now=now, coupons=make.coupon(shop).code)
    make.packed_order(now=now)
    make.delivered_order(now=now)
    astray, confirmed, cancelled = make.shipped_order(now=now), make.delivered_order(now=now), make.paid_order(now=now)
    record_parcel_event(astray.shipment.pk, "lost", now, now=now)
    confirm_receipt(confirmed.pk, now=now, actor=make.buyer_of(confirmed))
    cancel_order(cancelled.pk, now=now, actor=make.buyer_of(cancelled))
    unpaid = make.placed_order(now=now - timedelta(days=1))
    run_due(ACTIONS, now=now)
    assert make.read(unpaid).closed_by == "unpaid"


def test_all_is_well_with_one_order_of_each_kind(now: datetime) -> None:
    _one_of_each(now)
    assert check_site(now) == []


def _other_shop() -> None:
    Order.objects.filter(closed_at=None).update(shop=make.shop())


BREAKS: dict[str, Callable[[], object]] = {
    "stock_matches_orders": lambda: Sku.objects.filter(reserved=1).update(reserved=2),
    "order_and_hold_agree": _other_shop,
    "charges_are_the_hold": lambda: Charge.objects.filter(type="shipping").update(amount=999),
    "goods_are_the_lines": lambda: OrderLine.objects.update(unit_price=1),
    "coupons_are_their_uses": lambda: Coupon.objects.update(used=2),
    "uses_are_the_discounts": lambda: Charge.objects.filter(type="seller_discount").update(coupon=None),
    "payment_is_the_sum_of_its_orders": lambda: Payment.objects.update(amount=1),
    "no_clock_passes_the_custody_limit": lambda: Deadline.objects.filter(kind="release", done_at=None).update(
        due_at=F("due_at") + timedelta(days=170)
    ),
    "every_order_has_its_policy": lambda: Order.objects.update(policy_id=1),
    "every_open_hold_has_a_next_step": lambda: Deadline.objects.filter(kind="release", done_at=None).delete(),
    "closed_orders_keep_no_money": lambda: Order.objects.filter(hold__state="void").update(
        closed_at=None, closed_by=""
    ),
    "nothing_is_shipped_unpaid": lambda: Shipment.objects.update(shipped_at=datetime(2020, 1, 1, tzinfo=UTC)),
    "ended_orders_promise_nothing": lambda: Deadline.objects.filter(kind="ship_promise").update(done_at=None),
}


def test_every_invariant_has_a_test_that_breaks_it() -> None:
    assert tuple(BREAKS) == invariants.NAMES


@pytest.mark.parametrize("name", list(BREAKS))
def test_the_broken_invariant_is_named(name: str, now: datetime) -> None:
    _one_of_each(now)
    BREAKS[name]()
    assert name in {broken.name for broken in invariants.check_all(now)}


def test_an_unpaid_order_whose_clock_is_gone_is_seen_unless_its_money_waits_to_be_decided(now: datetime) -> None:
    order = make.placed_order(now=now)
    Deadline.objects.all().delete()
    assert [broken.name for broken in invariants.check_all(now)] == ["every_open_hold_has_a_next_step"]
    make.capture(order.checkout.payment, now=now)
    assert invariants.check_all(now) == []
    assert Hold.objects.get().state == "awaiting_payment"
