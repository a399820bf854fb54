from datetime import datetime, timedelta

import pytest

from core.deadlines import run_due
from core.errors import DomainError, Invalid
from core.models import Deadline, OutboxMessage
from marketplace.deadlines import ACTIONS
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.models import Order, Shipment
from tests import make
from tests.orders import seen

pytestmark = pytest.mark.django_db


def _ship(order: Order, now: datetime, number: str = "SF 1234 5678") -> Shipment:
    return ship_order(order.pk, "SF Express", number, now=now, actor=make.seller_of(order))


def test_packing_is_noted_once(now: datetime) -> None:
    order = make.packed_order(now=now)
    assert (order.packed_at, seen.facts(order)[-1], seen.topics(order)[-1]) == (
        now,
        ("packed", "seller"),
        "order.packed",
    )
    with pytest.raises(DomainError) as refused:
        start_packing(order.pk, now=now, actor=make.seller_of(order))
    assert refused.value.code == "packed_already"


@pytest.mark.parametrize(("stage", "code"), [("placed_order", "not_paid"), ("shipped_order", "shipped")])
def test_packing_skips_no_step(stage: str, code: str, now: datetime) -> None:
    order = getattr(make, stage)(now=now)
    with pytest.raises(DomainError) as refused:
        start_packing(order.pk, now=now, actor=make.seller_of(order))
    assert refused.value.code == code


def test_shipping_ends_the_sellers_clocks_and_starts_the_buyers_window(now: datetime) -> None:
    order = make.paid_order(now=now)
    shipped = now + timedelta(days=1)
    shipment = _ship(order, shipped)
    due = shipped + timedelta(days=30)
    assert (shipment.number, shipment.tracked, shipment.shipped_at) == ("SF12345678", False, shipped)
    assert seen.open_deadlines(order) == {
        "release": due,
        "remind_release_third": shipped + timedelta(days=20),
        "remind_release_3d": due - timedelta(days=3),
        "remind_release_1d": due - timedelta(days=1),
    }
    assert Deadline.objects.get(kind="release").notice_wait == timedelta(hours=48)
    assert seen.outcomes(order)["ship_latest"] == "met"
    assert seen.topics(order)[2:] == ["order.shipped", "shipment.made"]
    assert OutboxMessage.objects.get(topic="shipment.made").payload == {"order": order.pk, "shipment": shipment.pk}
    assert (seen.facts(order)[-1], seen.stock(order)) == (("shipped", "seller"), [(10, 0, 1)])
    assert len(seen.journal()) == 2


def test_the_window_never_passes_the_providers_cap(now: datetime) -> None:
    order = make.paid_order(now=now)
    make.promise(order, hold_cap=20 * 86_400)
    _ship(order, now + timedelta(days=1))
    assert seen.open_deadlines(order)["release"] == now + timedelta(days=13)


@pytest.mark.parametrize("number", ["", "abc", "x" * 41, "<script>", "単号一二三四", "1234/5678"])
def test_a_tracking_number_nobody_can_read_is_refused(number: str, now: datetime) -> None:
    order = make.paid_order(now=now)
    with pytest.raises(Invalid) as refused:
        _ship(order, now, number)
    assert (refused.value.field, Shipment.objects.count()) == ("number", 0)


def test_a_number_belongs_to_one_parcel(now: datetime) -> None:
    first, second = make.paid_order(now=now), make.paid_order(now=now)
    _ship(first, now)
    with pytest.raises(DomainError) as refused:
        _ship(second, now, "sf12345678")
    assert (refused.value.code, seen.stock(second)) == ("number_used", [(10, 1, 0)])


@pytest.mark.parametrize("carrier", ["sf express", "SF-Express", "SF EXPRESS."])
def test_another_spelling_of_the_carrier_does_not_lend_somebody_elses_parcel(carrier: str, now: datetime) -> None:
    first, second = make.paid_order(now=now), make.paid_order(now=now)
    _ship(first, now)
    with pytest.raises(DomainError) as refused:
        ship_order(second.pk, carrier, "SF12345678", now=now, actor=make.seller_of(second))
    assert (refused.value.code, seen.stock(second)) == ("number_used", [(10, 1, 0)])


def test_nothing_is_shipped_before_it_is_paid_nor_twice(now: datetime) -> None:
    unpaid, shipped = make.placed_order(now=now), make.shipped_order(now=now)
    for order, code in ((unpaid, "not_paid"), (shipped, "shipped")):
        with pytest.raises(DomainError) as refused:
            _ship(order, now, "OTHER-1")
        assert refused.value.code == code


def test_a_lost_parcel_is_handed_over_again_under_another_number(now: datetime) -> None:
    order = make.shipped_order(now=now)
    record_parcel_event(order.shipment.pk, "lost", now + timedelta(days=2), now=now + timedelta(days=2))
    again = now + timedelta(days=3)
    shipment = _ship(order, again, "SECOND-1")
    assert (shipment.number, shipment.shipped_at, shipment.is_astray) == ("SECOND-1", again, False)
    assert seen.open_deadlines(order)["release"] == again + timedelta(days=30)
    assert seen.outcomes(order)["handed_over_again"] == "met"
    assert seen.topics(order)[-2:] == ["order.handed_over_again", "shipment.made"]
    assert seen.stock(order) == [(10, 0, 1)]


def test_the_seller_is_reminded_a_day_before_the_promise(now: datetime) -> None:
    order, shipped = make.paid_order(now=now), make.shipped_order(now=now)
    assert run_due(ACTIONS, now=now + timedelta(hours=48)) == 1
    assert seen.topics(order)[-1] == "order.ship_soon"
    assert "order.ship_soon" not in seen.topics(shipped)
