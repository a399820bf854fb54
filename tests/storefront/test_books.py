"""The public count agrees with the ledger."""

import csv
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.money import Money
from escrow import queries
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.trade import custody_count
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept(settings: Any) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def test_the_count_is_the_ledgers() -> None:
    make.paid_order(now=clock.now())
    make.paid_order(now=clock.now())
    count = custody_count.count()
    assert (count.held, count.orders) == (Money(queries.held_total("CNY"), "CNY"), 2)
    assert (count.owed, count.bank, count.other) == (Money(25_600, "CNY"), Money(25_600, "CNY"), Money(0, "CNY"))
    assert count.spare == Money(queries.cover("CNY"), "CNY")
    assert count.covered


def test_each_day_ends_with_what_the_next_began_with() -> None:
    now = clock.now()
    order = make.delivered_order(now=now - timedelta(days=2))
    make.paid_order(now=now - timedelta(days=40))
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    count = custody_count.count()
    days = custody_count.days(count.held, now)
    assert len(days) == 30
    assert days[0] == custody_count.today(count.held, now)
    assert [day.held.minor for day in days[:4]] == [12_800, 25_600, 25_600, 12_800]
    assert (count.held.minor, days[2].kept.minor) == (12_800, 12_800)
    assert days[0].to_shops.minor == 12_800 - 295  # our fee, 2.5 per cent of the goods


def test_the_page_says_it_in_words_and_the_file_in_figures(client: Client) -> None:
    make.paid_order(now=clock.now())
    html = client.get("/our-books/").content.decode()
    assert "It belongs to 1 order." in html
    assert '<p class="fig">¥128.00</p>' in html
    rows = list(csv.reader(client.get("/our-books/days.csv").content.decode().splitlines()))
    assert (len(rows), rows[1][1:]) == (31, ["CNY", "128.00", "0.00", "0.00", "128.00"])
