"""The desk begins with what must be done, by deadline."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from marketplace.catalog.models import Sku
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from tests import make

DAY = timedelta(days=1)


def test_a_new_shop_is_told_to_put_something_on_the_shelf(seller: Client) -> None:
    page = seller.get("/sell/").content.decode()
    assert "Nobody waits for you" in page
    assert "Your shelf is empty" in page


def test_when_all_is_shipped_it_says_so(seller: Client, sku: Sku) -> None:
    make.shipped_order(sku=sku)
    assert "All is shipped" in seller.get("/sell/").content.decode()


def test_what_is_due_stands_soonest_first_and_late_is_said_in_words(seller: Client, sku: Sku, now: datetime) -> None:
    late = make.paid_order(sku=sku, now=now)
    clock.move_forward(3 * DAY + timedelta(hours=15))
    fresh = make.paid_order(sku=sku, now=now + 3 * DAY)
    response = seller.get("/sell/")
    rows = response.context["rows"]
    assert [(row.what, row.due_at) for row in rows] == [
        (f"Ship order {late.reference}", now + 3 * DAY),
        (f"Ship order {fresh.reference}", now + 6 * DAY),
    ]
    words = "Lin Yue may cancel for a full refund at any moment. Refunded by itself on 3 December, 12:00."
    assert rows[0].otherwise == words
    assert response.context["today"] == 1
    page = response.content.decode()
    assert "1 thing to do today" in page
    assert "15 hours late" in page


def test_a_parcel_that_came_back_is_to_be_sent_again(seller: Client, sku: Sku, now: datetime) -> None:
    order = make.shipped_order(sku=sku)
    record_parcel_event(order.shipment.pk, "returned", now, now=now)
    (row,) = seller.get("/sell/").context["rows"]
    assert (row.what, row.label, row.due_at) == (f"Send order {order.reference} again", "Send it again", now + 7 * DAY)
    sent = {"carrier": "ZTO", "number": "ZT12345678"}
    seller.post(row.url, sent)
    assert seller.get("/sell/").context["rows"] == []


def test_the_three_figures_come_from_the_books(seller: Client, sku: Sku) -> None:
    make.paid_order(sku=sku)
    figures = seller.get("/sell/").context["figures"]
    nothing = dict.fromkeys(("available", "paid_out", "deposited", "owed", "payable", "reserved"), 0)
    assert {name: money.minor for name, money in figures.items()} == nothing | {"held": 12800}


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_takes_the_same_queries_however_much_waits(
    seller: Client, sku: Sku, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        make.paid_order(sku=sku)
    # session, user, shop, clock; to ship, claimed, deadlines, refunds; days; tab counts; 2 figures; the frame
    with django_assert_num_queries(13):
        seller.get("/sell/")


def test_requests_for_money_back_take_two_queries_more(
    seller: Client, sku: Sku, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make.paid_order(sku=sku)
    for _n in range(3):
        make.claim(make.delivered_order(sku=sku))
    with django_assert_num_queries(15):
        rows = seller.get("/sell/").context["rows"]
    assert len(rows) == 4


def test_of_a_long_list_the_soonest_are_read_and_the_rest_is_counted(
    seller: Client, sku: Sku, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sellers.due.SHOWN", 2)
    last, astray, first = (
        make.paid_order(sku=sku, now=now + DAY),
        make.shipped_order(sku=sku, now=now - 9 * DAY),
        make.paid_order(sku=sku, now=now - 2 * DAY),
    )
    record_parcel_event(astray.shipment.pk, "lost", now - 5 * DAY, now=now - 5 * DAY)
    context = seller.get("/sell/").context
    assert [row.url.split("/")[3] for row in context["rows"]] == [order.reference for order in (first, astray)]
    assert [row.due_at for row in context["rows"]] == [now + DAY, now + 2 * DAY]
    assert (context["more"], context["later"], context["today"]) == (1, 3, 0)
    assert last.reference not in {row.url.split("/")[3] for row in context["rows"]}


def test_what_is_not_due_today_is_still_to_do(seller: Client, sku: Sku, now: datetime) -> None:
    make.paid_order(sku=sku, now=now)
    make.paid_order(sku=sku, now=now)
    page = seller.get("/sell/").content.decode()
    assert "2 things to do, none due today" in page


def test_a_late_parcel_stands_before_a_request_that_has_days_left(seller: Client, sku: Sku, now: datetime) -> None:
    make.claim(make.delivered_order(sku=sku))
    late = make.paid_order(sku=sku, now=now - 4 * DAY)
    first, second = seller.get("/sell/").context["rows"]
    assert (first.url, second.label) == (f"/sell/orders/{late.reference}/shipment/", "Answer it")
    assert first.due_at < now < second.due_at
