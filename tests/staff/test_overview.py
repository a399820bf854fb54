"""The operators' overview agrees with the books, back to every day's end."""

import csv
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from escrow import queries
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.trade import overview
from marketplace.trade.periods import PERIODS
from tests import make

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def nothing_kept(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make.operator())
    return client


def a_week(now: datetime) -> None:
    """One order is confirmed, one is refunded, one is held."""
    confirmed = make.delivered_order(now=now - 3 * DAY)
    confirm_receipt(confirmed.pk, now=now - 2 * DAY, actor=make.buyer_of(confirmed))
    refunded = make.paid_order(now=now - 3 * DAY)
    cancel_order(refunded.pk, now=now - DAY, actor=make.buyer_of(refunded))
    make.paid_order(now=now)


def test_each_day_ends_as_it_did(now: datetime) -> None:
    a_week(now)
    pieces = overview.pieces(PERIODS[0], now)
    fee = 295  # 2.5 per cent of the goods
    assert [(p.released.minor, p.refunded.minor, p.held.minor, p.cover.minor) for p in pieces[-5:]] == [
        (0, 0, 0, 0),
        (0, 0, 25_600, 0),
        (12_800 - fee, 0, 12_800, fee),
        (0, 12_800, 0, fee),
        (0, 0, 12_800, fee),
    ]
    assert pieces[-1].cover.minor == queries.cover("CNY")


def test_weeks_add_their_days_up(now: datetime) -> None:
    a_week(now)
    pieces = overview.pieces(PERIODS[2], now)
    assert {piece.start.weekday() for piece in pieces} == {0}
    assert sum(piece.released.minor for piece in pieces) == 12_800 - 295
    assert (pieces[0].held.minor, pieces[-1].held.minor) == (0, 12_800)


def test_open_claims_stand_by_their_age_and_by_what_they_wait_for(now: datetime) -> None:
    for days in (0, 1, 3, 20):
        make.claim(now=now - days * DAY)
    make.closed_claim(now=now)
    by_age, by_state = overview.open_claims(now)
    assert [(group.claims, group.asked.minor) for group in by_age] == [(2, 8000), (1, 4000), (0, 0), (1, 4000), (0, 0)]
    assert [(group.name, group.claims) for group in by_state] == [("the shop's answer", 4)]


def test_the_page_and_the_file_say_the_same(desk: Client) -> None:
    a_week(clock.now())
    page = desk.get("/staff/overview/").content.decode()
    assert "¥128.00 back to buyers" in page
    rows = list(csv.reader(desk.get("/staff/overview/overview.csv").content.decode().splitlines()))
    assert (len(rows), rows[1][1:]) == (31, ["CNY", "0.00", "0.00", "128.00", "2.95"])


@pytest.mark.parametrize("days", ["", "x", "30\0", "-1"])
def test_a_period_there_is_not_is_the_shortest(desk: Client, days: str) -> None:
    assert desk.get("/staff/overview/", {"days": days}).context["period"].days == 30


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_much_moved(
    count: int, desk: Client, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        a_week(now)
        make.claim(now=now)
    # session, user, clock; balances, past, today; claims; the frame
    with django_assert_num_queries(8):
        desk.get("/staff/overview/?days=365")
