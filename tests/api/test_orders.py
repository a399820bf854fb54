"""Orders by the API: each side sees its own words and acts, strangers nothing, and lists cost the same however long."""

from datetime import datetime

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.actor import Role
from marketplace.catalog.models import Sku
from marketplace.orders.models import Order
from marketplace.trade.facts import with_facts
from marketplace.trade.representation import describe
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code, program_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(sku: Sku, person: User, now: datetime) -> Order:
    return make.paid_order(buyer=person, sku=sku, now=now)


@pytest.fixture
def delivered(sku: Sku, person: User, now: datetime) -> Order:
    return make.delivered_order(buyer=person, sku=sku, now=now)


def test_each_side_reads_the_words_of_its_page(buyer: Program, seller: Program, delivered: Order) -> None:
    place = f"/api/v1/orders/{delivered.reference}/"
    for program, role in ((buyer, Role.BUYER), (seller, Role.SELLER)):
        with timezone.override("Asia/Shanghai"):
            view = describe(with_facts(Order.objects.all()).get(pk=delivered.pk), role, clock.now())
        status, body = program.get(place)
        assert (status, body["role"], body["status"], body["custody"]) == (200, role.value, "shipped", "counting")
        assert (body["title"], body["sentence"]) == (view.title, view.sentence)
        assert [event["text"] for event in body["timeline"]] == [event.text for event in view.timeline]
        assert [(row["action"], row["consequence"], row["blocked_reason"]) for row in body["available_actions"]] == [
            (offer.action, offer.consequence, offer.blocked_reason) for offer in view.offers
        ]


def test_an_act_says_where_it_is_posted_until_when_and_what_follows(buyer: Program, delivered: Order) -> None:
    (confirm, *_rest) = buyer.get(f"/api/v1/orders/{delivered.reference}/")[1]["available_actions"]
    assert confirm == {
        "action": "confirm",
        "label": "I have it. Pay Wang’s Tea",
        "consequence": "The ¥128.00 goes to Wang’s Tea at once. For 15 days you can still ask for money back.",
        "due_at": "2026-11-30T12:00:00+08:00",
        "blocked_reason": "",
        "method": "POST",
        "address": f"/api/v1/orders/{delivered.reference}/receipt/",
    }


def test_strangers_and_nobody_find_nothing(stranger: Program, nobody: Program, order: Order) -> None:
    place = f"/api/v1/orders/{order.reference}/"
    assert (stranger.get(place)[0], nobody.get(place)[0]) == (404, 401)
    assert code(stranger.post(f"{place}packing/")) == (404, "not_found")
    assert order.reference not in str(stranger.get("/api/v1/orders/?as=seller")[1])


def test_the_other_side_is_told_that_an_act_is_not_theirs(buyer: Program, seller: Program, order: Order) -> None:
    assert code(buyer.post(f"/api/v1/orders/{order.reference}/packing/")) == (403, "other_side")
    assert code(seller.post(f"/api/v1/orders/{order.reference}/receipt/")) == (403, "other_side")


def test_what_the_books_refuse_is_told_with_the_words_of_the_page(buyer: Program, order: Order) -> None:
    status, body = buyer.post(f"/api/v1/orders/{order.reference}/receipt/")
    assert (status, body["code"], body["detail"]) == (409, "not_shipped", "This order has not been shipped yet.")


def test_a_seller_says_why_a_buyer_need_not(buyer: Program, seller: Program, order: Order) -> None:
    place = f"/api/v1/orders/{order.reference}/cancellation/"
    status, body = seller.post(place)
    assert (status, body["code"], body["errors"][0]["field"]) == (400, "reason_missing", "reason")
    status, body = buyer.post(place)
    assert (status, body["status"], body["title"]) == (200, "closed", "¥128.00 is on its way back to you")


def test_a_seller_gives_one_of_the_promised_lengths(seller: Program, delivered: Order) -> None:
    place = f"/api/v1/orders/{delivered.reference}/extension/"
    assert code(seller.post(place, {"seconds": 1})) == (400, "extension_length")
    _status, body = seller.post(place, {"seconds": 3 * 86400})
    assert [row["due_at"] for row in body["promises"]] == ["2026-12-03T12:00:00+08:00"]


def test_a_token_for_buying_does_not_sell(seller: Program, order: Order) -> None:
    program = program_of(order.shop.owner, ["buy"])
    assert code(program.post(f"/api/v1/orders/{order.reference}/packing/")) == (403, "scope_missing")


def test_lists_are_by_side_and_tab(buyer: Program, seller: Program, order: Order, delivered: Order) -> None:
    assert [row["reference"] for row in buyer.get("/api/v1/orders/?tab=to_ship")[1]["results"]] == [order.reference]
    assert [row["role"] for row in seller.get("/api/v1/orders/?as=seller")[1]["results"]] == ["seller", "seller"]
    assert seller.get("/api/v1/orders/")[1]["results"] == []
    assert code(buyer.get("/api/v1/orders/?tab=lost")) == (400, "invalid")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_costs_the_same_however_long(
    rows: int, person: User, sku: Sku, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    program = program_of(person)
    for _ in range(rows):
        make.paid_order(buyer=person, sku=sku, now=now)
    program.get("/api/v1/orders/")
    # Real time, token, time, orders, their lines, deadlines, refunds.
    with django_assert_num_queries(7):
        assert len(program.get("/api/v1/orders/")[1]["results"]) == rows
