"""A shop's money: three figures, weeks, the latest lines, the bank account named once, payouts."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.money import Money
from escrow import queries
from escrow.payments.models import Payout, PayoutAccount
from escrow.statement import StatementLine, Week, statement, weeks
from marketplace.catalog.models import Shop, Sku
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.models import Order
from tests import make

DAY = timedelta(days=1)
BANK = {"bank": "ICBC", "holder": "Wang Li", "number": "6222 0000 4471"}


@pytest.fixture
def released(sku: Sku, now: datetime) -> Order:
    """An order the buyer is content with: 128.00 less the charge of 2.5 % on 118.00."""
    order = make.delivered_order(sku=sku, now=now)
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    return order


def test_a_release_stands_in_the_statement_with_our_charge(seller: Client, shop: Shop, released: Order) -> None:
    key = f"hold:{released.pk}:release"
    (line,) = statement(shop.pk, "CNY")
    assert (line.key, line.change, line.fee, line.balance) == (key, 12505, 295, 12505)
    response = seller.get("/sell/money/")
    (entry,) = response.context["entries"]
    assert (entry.what, entry.change, entry.fee) == (
        f"Order {released.reference}",
        Money(12505, "CNY"),
        Money(295, "CNY"),
    )
    figures = response.context["figures"]
    assert {name: money.minor for name, money in figures.items()} == {
        "held": 0,
        "available": 12505,
        "paid_out": 0,
        "owed": 0,
        "deposited": 0,
        "payable": 12505,
        "reserved": 0,
    }


def weeks_of(shop: Shop, now: datetime, zone: str, count: int) -> list[Week]:
    found = queries.figures(shop.pk, "CNY")
    return weeks(shop.pk, "CNY", held=found.held, payable=found.payable, now=now, zone=zone, count=count)


def test_weeks_are_counted_back_from_what_the_books_say_now(shop: Shop, sku: Sku, now: datetime) -> None:
    first = make.delivered_order(sku=sku, now=now)
    later = now + 8 * DAY
    confirm_receipt(first.pk, now=later, actor=make.buyer_of(first))
    make.paid_order(sku=sku, now=later)
    assert weeks_of(shop, later, "Asia/Shanghai", 3) == [
        Week(date(2026, 11, 30), 12800, 12505, 0),
        Week(date(2026, 11, 23), 12800, 0, 0),
        Week(date(2026, 11, 16), 0, 0, 0),
    ]


def test_an_open_request_keeps_money_back_now_and_changes_no_week_that_is_over(
    seller: Client, shop: Shop, released: Order, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = now + 8 * DAY
    monkeypatch.setattr(clock, "now", lambda: later)
    before = seller.get("/sell/money/").context["weeks"]
    make.claim(released, now=later)
    page = seller.get("/sell/money/")
    figures = page.context["figures"]
    assert page.context["weeks"] == before
    assert [week["available"].minor for week in before[:2]] == [12_505, 12_505]
    assert (figures["available"] + figures["reserved"], figures["reserved"].minor) == (figures["payable"], 4_000)
    assert "¥40.00 more is yours and waits while a request or a dispute about it is open." in page.content.decode()


def test_a_week_begins_at_the_readers_midnight(shop: Shop, sku: Sku) -> None:
    sunday_evening = datetime.fromisoformat("2026-11-29T20:00:00+00:00")
    make.paid_order(sku=sku, now=sunday_evening)
    here, _before = weeks_of(shop, sunday_evening, "Asia/Shanghai", 2)
    there, _before = weeks_of(shop, sunday_evening, "UTC", 2)
    assert (here.start, there.start) == (date(2026, 11, 30), date(2026, 11, 23))
    assert (here.held, there.held) == (12800, 12800)


def test_the_bank_account_is_named_once_and_shown_by_its_end(seller: Client, shop: Shop) -> None:
    assert "Name a bank account" in seller.get("/sell/money/").content.decode()
    sent = {**BANK, "idempotency_key": "k"}
    assert seller.post("/sell/money/account/", sent)["Location"] == "/sell/money/"
    assert seller.post("/sell/money/account/", sent)["Location"] == "/sell/money/"
    assert PayoutAccount.objects.get(book_id=shop.pk).number == "622200004471"
    page = seller.get("/sell/money/account/").content.decode()
    assert "ICBC …4471" in page
    assert "622200004471" not in page
    again = seller.post("/sell/money/account/", {**BANK, "idempotency_key": "other"})
    assert again.context["form"].errors == {"number": ["That is where your payouts go already."]}


def test_a_bank_account_is_set_by_whoever_says_the_password_once_more(client: Client, shop: Shop) -> None:
    owner = shop.owner
    owner.set_password(make.PASSWORD)
    owner.save()
    client.force_login(owner)
    ask = "/accounts/reauthenticate/?next=%2Fsell%2Fmoney%2Faccount%2F"
    answer = client.get("/sell/money/account/")
    assert (answer.status_code, answer["Location"]) == (302, ask)
    assert client.post(ask, {"password": "a wrong one"}).status_code == 200
    assert client.get("/sell/money/account/")["Location"] == ask
    assert not PayoutAccount.objects.exists()
    assert client.post(ask, {"password": make.PASSWORD})["Location"] == "/sell/money/account/"
    assert client.get("/sell/money/account/").status_code == 200


def test_what_was_typed_before_the_password_was_asked_for_is_kept(client: Client, shop: Shop) -> None:
    owner = shop.owner
    owner.set_password(make.PASSWORD)
    owner.save()
    client.force_login(owner)
    ask = client.post("/sell/money/account/", BANK)["Location"]
    assert client.post(ask, {"password": make.PASSWORD})["Location"] == "/sell/money/"
    assert PayoutAccount.objects.get(book_id=shop.pk).number == "622200004471"


def test_an_account_number_nobody_can_read_is_said_at_its_field(seller: Client) -> None:
    response = seller.post("/sell/money/account/", {**BANK, "number": "no number!"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["number"])
    assert 'value="no number!"' in response.content.decode()


def test_available_money_is_paid_out_once_a_form(seller: Client, shop: Shop, released: Order) -> None:
    seller.post("/sell/money/account/", BANK)
    sent = {"amount": "100", "idempotency_key": "k"}
    assert [seller.post("/sell/money/payout/", sent).status_code for _n in range(2)] == [302, 302]
    assert Payout.objects.get(book_id=shop.pk).amount == 10000
    response = seller.get("/sell/money/")
    assert response.context["figures"]["available"].minor == 2505
    assert [(money.minor, is_sent) for money, is_sent, _number in response.context["under_way"]] == [(10000, False)]
    assert [entry.what for entry in response.context["entries"]] == [
        "Payout to ICBC …4471",
        f"Order {released.reference}",
    ]


@pytest.mark.parametrize("amount", ["200", "0", "-1", "NaN", "0.99", "1e2", ""])
def test_an_amount_that_cannot_be_paid_out_comes_back_with_words(seller: Client, released: Order, amount: str) -> None:
    seller.post("/sell/money/account/", BANK)
    response = seller.post("/sell/money/payout/", {"amount": amount})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["amount"])
    assert Payout.objects.count() == 0


def test_without_an_account_nothing_is_paid_out(seller: Client, released: Order) -> None:
    response = seller.post("/sell/money/payout/", {"amount": "100"})
    assert response.context["form"].non_field_errors() == ["Please enter your bank account first."]


def test_a_strangers_money_stays_its_own(stranger: Client, released: Order) -> None:
    context = stranger.get("/sell/money/").context
    assert context["entries"] == []
    assert context["figures"]["available"].minor == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_much_has_moved(
    seller: Client, sku: Sku, now: datetime, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(count):
        order = make.delivered_order(sku=sku, now=now)
        confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    clock.move_forward(DAY)
    # session, user, shop, clock; figures 2; weeks 2; account, schedule; statement, orders, payouts; under way; frame
    with django_assert_num_queries(14):
        seller.get("/sell/money/")


def test_an_empty_statement_teaches(seller: Client, shop: Shop) -> None:
    assert "Nothing has moved yet." in seller.get("/sell/money/").content.decode()
    assert statement(shop.pk, "CNY") == []


def test_lines_carry_the_balance_after_each(shop: Shop, sku: Sku, now: datetime) -> None:
    for days in (0, 1):
        order = make.delivered_order(sku=sku, now=now + days * DAY)
        confirm_receipt(order.pk, now=now + days * DAY, actor=make.buyer_of(order))
    lines = statement(shop.pk, "CNY")
    assert [(line.at, line.change, line.balance) for line in lines] == [
        (now + DAY, 12505, 25010),
        (now, 12505, 12505),
    ]
    assert statement(shop.pk, "CNY", limit=1) == [
        StatementLine(lines[0].key, now + DAY, 12505, 295, 25010),
    ]


def test_payouts_of_a_suspended_shop_wait(seller: Client, shop: Shop, released: Order, now: datetime) -> None:
    seller.post("/sell/money/account/", {**BANK, "idempotency_key": "k"})
    seller.post("/sell/money/payout/", {"amount": "50", "idempotency_key": "p"})
    make.suspended_shop(shop, now=now)
    page = seller.get("/sell/money/").content.decode()
    waits = "¥50.00 waits and goes to your bank when your shop is no longer suspended."
    assert (waits in page, 'name="amount"' in page) == (True, False)
    answer = seller.post("/sell/money/payout/", {"amount": "20", "idempotency_key": "q"})
    assert answer.status_code == 422
    assert "Payouts of this shop are stopped for now. The money stays yours." in answer.content.decode()
