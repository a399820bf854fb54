"""A shop's account by day, on the page and for spreadsheets; what a payout is made of."""

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.actor import Actor, Role
from core.money import Money
from escrow import balances
from escrow.moves import accounts
from escrow.payments.actions.request_payout import request_payout
from marketplace.catalog.models import Shop, Sku
from marketplace.trade.statement import DayOfEntries, Entry, Statement
from sellers.statement import as_csv
from tests import make

ZONE = ZoneInfo("Asia/Shanghai")
PLACE = "/sell/money/statement/"
DAY = timedelta(days=1)


def days(client: Client, query: str = "") -> list[tuple[int, int, list[int]]]:
    """(opening, closing, what moved) of each day on the page."""
    found = client.get(f"{PLACE}{query}").context["statement"]
    return [(day.opening.minor, day.closing.minor, [one.change.minor for one in day.entries]) for day in found.days]


def table(client: Client, query: str = "") -> list[list[str]]:
    text = client.get(f"/sell/money/statement.csv{query}").getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def paid_out(shop: Shop, amount: int, now: datetime) -> int:
    return request_payout(
        book_id=shop.book_id, amount=amount, currency="CNY", now=now, actor=Actor(Role.SELLER, shop.owner_id)
    ).pk


@pytest.fixture
def three_days(shop: Shop, sku: Sku) -> datetime:
    """Today and two days before: an order, another one, a payout; answers now."""
    now = clock.now()
    make.completed_order(sku=sku, now=now - 2 * DAY)
    make.completed_order(sku=sku, now=now - DAY)
    make.bank_account(shop, now=now)
    paid_out(shop, 20_000, now)
    return now


def test_each_day_closes_where_the_next_one_opens_and_today_as_the_books_say(
    seller: Client, shop: Shop, three_days: datetime
) -> None:
    assert days(seller) == [
        (25_010, 5_010, [-20_000]),
        (12_505, 25_010, [12_505]),
        (0, 12_505, [12_505]),
    ]
    assert balances.balance(shop.book_id, accounts.payable(shop.book_id, "CNY")) == 5_010


def test_somebody_chooses_days_by_two_dates(seller: Client, three_days: datetime) -> None:
    yesterday = (three_days - DAY).astimezone(ZONE).date().isoformat()
    assert days(seller, f"?since={yesterday}&until={yesterday}") == [(12_505, 25_010, [12_505])]
    assert days(seller, "?since=2020-01-01&until=2020-01-02") == []
    page = seller.get(f"{PLACE}?since=2020-01-01&until=2020-01-02").content.decode()
    assert "Nothing moved in these days. ¥0.00 stood there all the time." in page


@pytest.mark.parametrize(
    "query",
    [
        "?since=2026-02-02&until=2026-02-01",
        "?since=2020-01-01&until=2026-01-01",
        "?since=yesterday&until=2026-02-01",
        "?since=2026-02-01",
        "?since=0001-01-01&until=9999-12-31",
        "?since=9999-12-31&until=9999-12-31",
        "?since=0001-01-01&until=0001-01-01",
        "?since=%00&until=%00",
    ],
)
def test_days_nobody_can_read_come_back_with_words(seller: Client, query: str) -> None:
    answer = seller.get(f"{PLACE}{query}")
    assert (answer.status_code, bool(answer.context["form"].errors)) == (422, True)


def test_a_page_number_or_period_from_nowhere_is_the_first(seller: Client, three_days: datetime) -> None:
    assert len(days(seller, "?page=999&days=x")) == 3


def test_the_statement_is_a_table_for_spreadsheets(seller: Client, shop: Shop, sku: Sku) -> None:
    now = clock.now()
    order = make.completed_order(sku=sku, now=now)
    head, opening, line, closing = table(seller)
    today = now.astimezone(ZONE).date().isoformat()
    assert head == ["Day", "Time", "What", "Currency", "Moved", "Our charge", "Available after"]
    assert opening == [today, "", "At the beginning", "CNY", "", "", "0.00"]
    assert line[:1] + line[2:] == [today, f"Order {order.reference}", "CNY", "125.05", "2.95", "125.05"]
    assert closing == [today, "", "At the end", "CNY", "", "", "125.05"]
    assert table(seller, "?since=2020-01-01&until=2020-01-02") == [head]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_table_is_a_formula(now: datetime, begin: str) -> None:
    zero = Money(0, "CNY")
    entry = Entry(now, f'{begin}HYPERLINK("x")', zero, zero, zero)
    lines = list(as_csv(Statement(zero, zero, (DayOfEntries(now, zero, zero, (entry,)),))))
    assert next(csv.reader([lines[3]]))[2] == f'\'{begin}HYPERLINK("x")'


def test_a_payout_names_its_orders_and_adds_up(seller: Client, shop: Shop, sku: Sku) -> None:
    now = clock.now()
    first = make.completed_order(sku=sku, now=now - 2 * DAY)
    second = make.completed_order(sku=sku, now=now - DAY)
    make.bank_account(shop, now=now)
    one, two = paid_out(shop, 20_000, now), paid_out(shop, 5_000, now + DAY)
    page = seller.get(f"/sell/money/payouts/{one}/")
    assert [(part.entry.reference, part.amount.minor, part.whole) for part in page.context["parts"]] == [
        (first.reference, 12_505, True),
        (second.reference, 7_495, False),
    ]
    assert "a part of ¥125.05" in page.content.decode()
    (part,) = seller.get(f"/sell/money/payouts/{two}/").context["parts"]
    assert (part.entry.reference, part.amount.minor) == (second.reference, 5_000)


def test_a_payout_of_somebody_else_is_nothing(seller: Client, stranger: Client, shop: Shop, sku: Sku) -> None:
    now = clock.now()
    make.completed_order(sku=sku, now=now)
    make.bank_account(shop, now=now)
    number = paid_out(shop, 5_000, now)
    assert seller.get(f"/sell/money/payouts/{number}/").status_code == 200
    assert [stranger.get(f"/sell/money/payouts/{one}/").status_code for one in (number, 1, 10**30)] == [404] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_the_same_queries_however_much_has_moved(
    seller: Client, shop: Shop, sku: Sku, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = clock.now()
    for _n in range(count):
        make.completed_order(sku=sku, now=now)
    make.bank_account(shop, now=now)
    number = paid_out(shop, 12_505 * count, now)
    # session, user, shop, clock; statement, orders, payouts; the frame
    with django_assert_num_queries(8):
        seller.get(PLACE)
    # session, user, shop, payout; statement, orders, payouts; clock and the frame
    with django_assert_num_queries(8):
        seller.get(f"/sell/money/payouts/{number}/")
