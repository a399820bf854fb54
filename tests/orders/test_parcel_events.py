from datetime import datetime, timedelta

import pytest

from core.deadlines import give_notice, lease_due, run_due
from core.models import Deadline
from escrow.payments.models import Refund
from marketplace.deadlines import ACTIONS
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.models import Order
from tests import make
from tests.orders import seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _event(order: Order, kind: str, at: datetime, now: datetime | None = None) -> bool:
    return record_parcel_event(order.shipment.pk, kind, at, now=now or at)


def test_delivery_moves_the_end_of_the_window_to_seven_days_after(now: datetime) -> None:
    order = make.shipped_order(now=now)
    at = now + 3 * DAY
    assert _event(order, "delivered", at) is True
    order = make.read(order)
    due = at + 7 * DAY
    assert order.shipment.delivered_at == at
    assert seen.open_deadlines(order) == {
        "release": due,
        "remind_release_third": due - 7 * DAY / 3,
        "remind_release_3d": due - 3 * DAY,
        "remind_release_1d": due - DAY,
    }
    assert Deadline.objects.get(kind="release").noticed_at == now
    assert (seen.topics(order)[-1], seen.facts(order)[-1]) == ("order.delivered", ("delivered", "provider"))


@pytest.mark.parametrize("text", ["Left with\0\0", "Left with \ud83d", "Left\r\nwith"], ids=ascii)
def test_whatever_signs_a_carriers_words_are_made_of_it_was_delivered(text: str, now: datetime) -> None:
    order = make.shipped_order(now=now)
    assert record_parcel_event(order.shipment.pk, "delivered", now, now=now, text=text)
    assert make.read(order).shipment.events.get().text == "Left with"


def test_the_same_event_again_changes_nothing(now: datetime) -> None:
    order = make.shipped_order(now=now)
    assert [_event(order, "delivered", now + DAY, now + n * DAY) for n in (1, 2, 3)] == [True, False, False]
    assert seen.topics(order).count("order.delivered") == 1
    assert seen.open_deadlines(order)["release"] == now + 8 * DAY


def test_news_that_come_late_leave_two_days_to_look(now: datetime) -> None:
    order = make.shipped_order(now=now)
    _event(order, "delivered", now + DAY, now + 20 * DAY)
    assert seen.open_deadlines(order)["release"] == now + 22 * DAY


def test_the_number_of_a_parcel_delivered_long_ago_leaves_the_whole_window(now: datetime) -> None:
    order = make.shipped_order(now=now)
    _event(order, "delivered", now - 90 * DAY, now + timedelta(minutes=1))
    assert seen.open_deadlines(order)["release"] == now + 7 * DAY


def test_a_carriers_clock_ahead_of_ours_takes_no_time_from_anybody(now: datetime) -> None:
    order = make.shipped_order(now=now)
    _event(order, "delivered", now + 300 * DAY, now + DAY)
    assert make.read(order).shipment.delivered_at == now + DAY
    assert seen.open_deadlines(order)["release"] == now + 8 * DAY


def test_an_event_of_the_future_does_not_make_later_ones_old(now: datetime) -> None:
    order = make.shipped_order(now=now)
    _event(order, "lost", now + 300 * DAY, now + DAY)
    assert make.read(order).shipment.lost_at == now + DAY
    _event(order, "in_transit", now + 2 * DAY)
    assert make.read(order).shipment.is_astray is False
    _event(order, "delivered", now + 3 * DAY)
    assert make.read(order).shipment.delivered_at == now + 3 * DAY
    assert seen.open_deadlines(order)["release"] == now + 10 * DAY


def test_when_its_date_has_come_an_event_of_the_future_still_happened_when_it_was_received(now: datetime) -> None:
    order = make.shipped_order(now=now)
    _event(order, "lost", now + 3 * DAY, now + DAY)
    _event(order, "in_transit", now + 2 * DAY, now + 4 * DAY)
    assert make.read(order).shipment.is_astray is False


def test_what_happened_before_an_event_of_the_future_was_received_is_old(now: datetime) -> None:
    order = make.shipped_order(now=now)
    _event(order, "lost", now + 300 * DAY, now + 2 * DAY)
    assert _event(order, "in_transit", now + DAY, now + 3 * DAY) is True
    assert make.read(order).shipment.is_astray is True


def test_an_event_of_the_future_again_changes_nothing(now: datetime) -> None:
    order = make.shipped_order(now=now)
    at = now + 300 * DAY
    assert [_event(order, "delivered", at, now + n * DAY) for n in (1, 2, 301)] == [True, False, False]
    assert (seen.topics(order).count("order.delivered"), order.shipment.events.count()) == (1, 1)
    assert seen.open_deadlines(order)["release"] == now + 8 * DAY


def test_an_event_kept_without_when_it_was_received_counts_by_its_date(now: datetime) -> None:
    order = make.shipped_order(now=now)
    _event(order, "lost", now + 2 * DAY)
    order.shipment.events.update(received_at=None)
    _event(order, "in_transit", now + DAY, now + 3 * DAY)
    assert make.read(order).shipment.is_astray is True


def test_events_out_of_order_do_not_undo_what_is_newer(now: datetime) -> None:
    order = make.shipped_order(now=now)
    _event(order, "delivered", now + 3 * DAY)
    assert _event(order, "returned", now + 2 * DAY, now + 4 * DAY) is True
    assert (make.read(order).shipment.is_astray, seen.open_deadlines(order)["release"]) == (False, now + 10 * DAY)


@pytest.mark.parametrize("kind", ["returned", "lost"])
def test_a_parcel_astray_stops_the_window_and_tells_both(kind: str, now: datetime) -> None:
    order = make.shipped_order(now=now)
    at = now + 5 * DAY
    _event(order, kind, at)
    order = make.read(order)
    assert order.shipment.is_astray
    assert seen.open_deadlines(order) == {"handed_over_again": at + 7 * DAY}
    assert Deadline.objects.get(kind="release").remainder == 25 * DAY
    assert seen.topics(order)[-1] == f"order.parcel_{kind}"


def test_on_its_way_again_the_window_runs_on(now: datetime) -> None:
    order = make.shipped_order(now=now)
    _event(order, "returned", now + 5 * DAY)
    _event(order, "in_transit", now + 6 * DAY)
    assert seen.open_deadlines(order)["release"] == now + 36 * DAY
    assert seen.outcomes(order)["handed_over_again"] == "met"
    _event(order, "delivered", now + 7 * DAY)
    assert seen.open_deadlines(order)["release"] == now + 14 * DAY


def test_not_handed_over_again_is_refunded_once_the_seller_knew(now: datetime) -> None:
    order = make.shipped_order(now=now)
    at = now + 5 * DAY
    _event(order, "lost", at)
    assert run_due(ACTIONS, now=at + 8 * DAY) == 0
    give_notice("order", order.pk, ["handed_over_again"], at=at + 8 * DAY)
    assert run_due(ACTIONS, now=at + 9 * DAY) == 0
    assert run_due(ACTIONS, now=at + 10 * DAY) == 1
    order = make.read(order)
    (refund,) = Refund.objects.all()
    assert (order.hold.state, order.closed_by, refund.reason, refund.amount) == (
        "refunded",
        "lost",
        "parcel_lost",
        12_800,
    )
    assert (seen.stock(order), seen.open_deadlines(order)) == ([(10, 0, 1)], {})
    assert (seen.topics(order)[-1], seen.facts(order)[-1]) == ("order.parcel_refunded", ("parcel_refunded", "system"))


def test_a_seller_who_sent_it_again_has_all_the_days_when_it_is_lost_once_more(now: datetime) -> None:
    order = make.shipped_order(now=now)
    at = now + 5 * DAY
    _event(order, "lost", at)
    give_notice("order", order.pk, ["handed_over_again"], at=at)
    (leased,) = lease_due(["handed_over_again"], now=at + 8 * DAY)
    ship_order(order.pk, "ZTO", "ZT00000002", now=at + 8 * DAY, actor=make.seller_of(order))
    _event(order, "lost", at + 8 * DAY + timedelta(seconds=1))
    ACTIONS[leased.kind](leased, at + 8 * DAY + timedelta(seconds=2))
    assert (make.read(order).hold.state, list(seen.open_deadlines(order))) == ("held", ["handed_over_again"])


def test_after_the_end_events_are_kept_and_move_nothing(now: datetime) -> None:
    order = make.shipped_order(now=now)
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    journal = seen.journal()
    for number, kind in enumerate(("delivered", "returned", "lost", "in_transit")):
        assert _event(order, kind, now + number * DAY) is True
    assert (seen.journal(), seen.open_deadlines(order), order.shipment.events.count()) == (journal, {}, 4)


def test_a_kind_nobody_knows_is_an_error(now: datetime) -> None:
    order = make.shipped_order(now=now)
    with pytest.raises(ValueError, match="exploded"):
        _event(order, "exploded", now)
