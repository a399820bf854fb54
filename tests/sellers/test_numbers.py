"""A shop's numbers: by day and by week, as its books and its reviews have them."""

import csv
from datetime import datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.money import Money
from marketplace.catalog.models import Sku
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.models import Order
from marketplace.trade import shop_numbers
from marketplace.trade.periods import PERIODS
from reviews.actions.delete_review import delete_review
from reviews.actions.write_review import write_review
from tests import make

DAY = timedelta(days=1)


def sold(sku: Sku, now: datetime) -> Order:
    """An order that its buyer has just confirmed."""
    order = make.delivered_order(sku=sku, now=now)
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    return order


def reviewed(order: Order, stars: int, now: datetime) -> None:
    """Both sides say something, so that it is open."""
    write_review(order.pk, stars=stars, now=now, actor=make.buyer_of(order))
    write_review(order.pk, stars=5, now=now, actor=make.seller_of(order))


def test_orders_earnings_and_reviews_stand_on_their_days(sku: Sku, now: datetime) -> None:
    shop = sku.listing.shop
    reviewed(sold(sku, now - 40 * DAY), 5, now - 40 * DAY)
    reviewed(sold(sku, now - 2 * DAY), 1, now - 2 * DAY)
    make.paid_order(sku=sku, now=now)
    sold(make.sku(make.listing(make.shop())), now)
    pieces = shop_numbers.pieces(shop, PERIODS[0], now)
    assert len(pieces) == 30
    earned = Money(12_800 - 295, "CNY")  # our fee, 2.5 per cent of the goods
    nothing = Money(0, "CNY")
    assert [(piece.orders, piece.earned, piece.reviews) for piece in pieces[-3:]] == [
        (1, earned, 1),
        (0, nothing, 0),
        (1, nothing, 0),
    ]
    # The review of before counts in the rating from the first day on.
    assert [(piece.rating.count, piece.rating.total) for piece in (pieces[0], pieces[-1])] == [(1, 5), (2, 6)]


def test_weeks_begin_on_monday_and_hold_their_days(sku: Sku, now: datetime) -> None:
    for back in (0, 1, 5, 12, 80):
        sold(sku, now - back * DAY)
    pieces = shop_numbers.pieces(sku.listing.shop, PERIODS[1], now)
    assert {piece.start.weekday() for piece in pieces} == {0}
    assert len(pieces) == 14
    assert sum(piece.orders for piece in pieces) == 5
    assert sum((piece.earned for piece in pieces), Money(0, "CNY")) == Money(5 * (12_800 - 295), "CNY")


def test_a_day_is_the_readers_own(seller: Client, sku: Sku, now: datetime) -> None:
    owner = sku.listing.shop.owner
    make.paid_order(sku=sku, now=now)
    days = {}
    for zone in ("Asia/Shanghai", "Pacific/Pago_Pago"):
        owner.timezone = zone
        owner.save()
        pieces = seller.get("/sell/numbers/").context["pieces"]
        days[zone] = [piece.start.isoformat() for piece in pieces if piece.orders]
    assert days == {"Asia/Shanghai": ["2026-11-23"], "Pacific/Pago_Pago": ["2026-11-22"]}


def test_a_deleted_review_counts_no_more(sku: Sku, now: datetime) -> None:
    order = sold(sku, now)
    reviewed(order, 1, now)
    review = order.reviews.get(by_role="buyer")
    delete_review(review.pk, reason="It names a person.", now=now, actor=make.desk())
    (*_before, today) = shop_numbers.pieces(sku.listing.shop, PERIODS[0], now)
    assert (today.reviews, today.rating.weighted) == (0, None)


def test_the_page_sums_up_and_the_file_has_the_same_numbers(seller: Client, sku: Sku, now: datetime) -> None:
    sold(sku, now)
    sold(sku, now - DAY)
    answer = seller.get("/sell/numbers/?days=30")
    assert (answer.context["orders"], answer.context["earned"]) == (2, Money(2 * (12_800 - 295), "CNY"))
    page = answer.content.decode()
    assert "Highest: 1, " in page
    assert "The same as a table" in page
    rows = list(csv.reader(seller.get("/sell/numbers/numbers.csv?days=30").content.decode().splitlines()))
    assert (len(rows), rows[1][1:]) == (31, ["1", "CNY", "125.05", "0", ""])


@pytest.mark.parametrize("days", ["", "0", "-30", "1e9", "30\0", "9" * 500])
def test_a_period_there_is_not_is_the_shortest(seller: Client, days: str) -> None:
    answer = seller.get("/sell/numbers/", {"days": days})
    assert (answer.status_code, answer.context["period"].days) == (200, 30)


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_much_was_sold(
    seller: Client, sku: Sku, now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        reviewed(sold(sku, now), 4, now)
    # session, user, shop, clock; orders, earnings, reviews; the frame
    with django_assert_num_queries(8):
        seller.get("/sell/numbers/?days=365")


def test_the_desk_draws_thirty_days_once_something_was_sold(seller: Client, sku: Sku, now: datetime) -> None:
    assert "sold-chart" not in seller.get("/sell/").content.decode()
    make.paid_order(sku=sku, now=clock.now())
    context = seller.get("/sell/").context
    assert (context["sold"], len(context["days"]), context["days"][0][1]) == (1, 30, 1)
