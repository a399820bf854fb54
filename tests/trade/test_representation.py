"""The one representation of an order: line, offers, story, charges, promises, in a fixed number of queries."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries

from core.actor import Role
from core.money import Money
from escrow.payments.states import RefundState
from escrow.states import HoldState
from marketplace.orders.models import Order, ShipmentEvent
from marketplace.trade.custody import OfferedAction, Stand, Station
from marketplace.trade.facts import gather, with_facts
from marketplace.trade.representation import Promise, describe
from marketplace.trade.timeline import Event
from tests.trade import rows

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def test_a_counting_line_says_how_much_of_the_window_has_passed(now: datetime) -> None:
    order = rows.order(now - DAY, shipped=True, parcel={"delivered_at": now})
    rows.deadline(order, "release", now + 6 * DAY, now, window_from=now - DAY)
    line = describe(order, Role.BUYER, now).line
    assert (line.state, line.corner, line.ticks) == ("counting", "6 days left", 7)
    assert line.progress == pytest.approx(1 / 7)
    assert line.amounts == (Stand("held", "¥128.00"),)
    assert line.stations == (
        Station("You", "delivered 23 Nov"),
        Station("Held", "since 22 Nov", here=True),
        Station("Wang’s Tea", "29 Nov, 04:00"),
    )


def test_the_line_bears_a_button_for_each_offer_that_has_an_address(now: datetime) -> None:
    order = rows.order(now, packed=True)
    late = describe(order, Role.BUYER, now + 4 * DAY)
    words = "The order closes at once and ¥128.00 goes back the way it was paid."
    line = late.with_addresses({"cancel": "/cancel/"})
    assert line.actions == (OfferedAction("cancel", "Cancel the order", "/cancel/", "alt", consequence=words),)
    assert [if_you for if_you, _then in line.may] == ["If you cancel", "If you ask for money back"]


def test_what_is_not_possible_now_says_why_instead_of_a_button(now: datetime) -> None:
    order = rows.order(now, shipped=True, deadlines={"release": now + DAY}, extended_at=now)
    line = describe(order, Role.BUYER, now).with_addresses({"extend": "/extend/"})
    assert line.actions == ()
    assert line.may[2] == ("If you need time", "You have had your extra days.")


def test_money_on_its_way_back_stands_in_a_dashed_box_until_it_has_arrived(now: datetime) -> None:
    sent = describe(rows.order(now, HoldState.REFUNDED, refund=RefundState.SENT), Role.BUYER, now).line
    back = describe(rows.order(now, HoldState.REFUNDED, refund=RefundState.SUCCEEDED), Role.BUYER, now).line
    assert sent.amounts == (Stand("buyer", "¥128.00", firm=False),)
    assert sent.stations[0] == Station("You", "on its way")
    assert back.amounts == (Stand("buyer", "¥128.00"),)
    assert back.stations[0] == Station("You", "paid back 23 Nov", here=True)


def test_an_operator_reads_the_number_of_the_hold(now: datetime) -> None:
    order = rows.order(now)
    names = [station.name for station in describe(order, Role.OPERATOR, now).line.stations]
    assert names == ["Lin Yue", f"Hold {order.pk}", "Wang’s Tea"]


def test_the_story_is_told_latest_first_by_who_did_what(now: datetime) -> None:
    order = rows.order(now, shipped=True, parcel={"delivered_at": now})
    rows.record(order, "placed", now, "buyer")
    rows.record(order, "paid", now + timedelta(minutes=7), "provider")
    rows.record(order, "packed", now + DAY, "seller")
    rows.record(order, "shipped", now + 2 * DAY, "seller")
    rows.record(order, "delivered", now + 3 * DAY, "provider")
    rows.record(order, "extended", now + 4 * DAY, "buyer", seconds=3 * 86400)
    rows.record(order, "a_row_for_the_desk", now + 5 * DAY, "system")
    ShipmentEvent.objects.create(shipment=order.shipment, type="delivered", at=now + 3 * DAY, text="Signed by porter.")
    number = order.shipment.number
    buyer = describe(order, Role.BUYER, now).timeline
    assert buyer == (
        Event(now + 4 * DAY, "You added 3 days."),
        Event(now + 3 * DAY, "Delivered. The courier: “Signed by porter.”"),
        Event(now + 2 * DAY, f"Wang’s Tea shipped it. SF Express {number}."),
        Event(now + DAY, "Wang’s Tea began to pack it."),
        Event(now + timedelta(minutes=7), "You paid ¥128.00. It is held."),
        Event(now, "You placed the order."),
    )
    seller = [event.text for event in describe(order, Role.SELLER, now).timeline]
    assert seller == [
        "Lin Yue added 3 days.",
        "Delivered. The courier: “Signed by porter.”",
        f"You shipped it. SF Express {number}.",
        "You began to pack it.",
        "Lin Yue paid ¥128.00. It is held.",
        "Lin Yue placed the order.",
    ]


def test_what_happened_at_one_moment_stands_with_the_last_first(now: datetime) -> None:
    order = rows.order(now)
    rows.record(order, "placed", now, "buyer")
    rows.record(order, "paid", now, "provider")
    texts = [event.text for event in describe(order, Role.BUYER, now).timeline]
    assert texts == ["You paid ¥128.00. It is held.", "You placed the order."]


def test_charges_are_summed_by_type_and_promises_stand_soonest_first(now: datetime) -> None:
    order = rows.order(
        now, deadlines={"ship_latest": now + 10 * DAY, "ship_promise": now + 3 * DAY, "remind_ship": now + DAY}
    )
    view = describe(order, Role.SELLER, now)
    assert view.charges == (("Goods", Money(11800, "CNY")), ("Sending", Money(1000, "CNY")))
    assert view.total == Money(12800, "CNY")
    assert view.promises == (
        Promise("ship_promise", "Ship, as promised", now + 3 * DAY),
        Promise("ship_latest", "Ship at the latest", now + 10 * DAY),
    )
    assert [line.title for line in view.lines] == ["Jingmai old-tree pu’er"]


def test_one_order_is_described_in_six_queries(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    order = rows.order(now, HoldState.RELEASED, shipped=True)
    with django_assert_num_queries(6):
        describe(order, Role.BUYER, now)


@pytest.mark.parametrize("count", [1, 3])
def test_facts_of_a_list_take_three_queries_however_many_there_are(
    now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        rows.order(now, deadlines={"ship_promise": now + DAY})
    with django_assert_num_queries(3):
        found = gather(with_facts(Order.objects.all()))
    assert [facts.due("ship_promise") for facts in found] == [now + DAY] * count


def test_in_chinese_our_words_stand_before_the_couriers_own(now: datetime) -> None:
    order = rows.order(now, shipped=True)
    ShipmentEvent.objects.create(shipment=order.shipment, type="delivered", at=now, text="Signed by porter.")
    ShipmentEvent.objects.create(shipment=order.shipment, type="in_transit", at=now - DAY, text="")
    ShipmentEvent.objects.create(shipment=order.shipment, type="weighed", at=now - 2 * DAY, text="500 g")
    with translation.override("zh-hans"):
        told = [event.text for event in describe(order, Role.BUYER, now).timeline]
    assert told == ["已送达。快递原话：“Signed by porter.”", "在路上。", "快递原话：“500 g”"]
