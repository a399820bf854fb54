"""A query that is kept: the ORM's own answer, for whatever values, with one statement."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.db.models import F, Q
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from core.kept import Kept
from marketplace.orders.models import Order
from marketplace.trade.facts import with_facts
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once

BY_BUYER = Kept(
    "tests_order_of_buyer",
    lambda buyer, reference: with_facts(Order.objects.filter(buyer=buyer, reference=reference)),
    int,
    str,
)
AMONG = Kept(
    "tests_orders_among",
    lambda orders, buyer: (
        Order.objects.filter(Q(pk__among=orders) | Q(buyer=buyer, shop__owner=buyer))
        .annotate(day_after=F("placed_at") + timedelta(days=1))
        .order_by("pk")
    ),
    list,
    int,
)


@pytest.fixture
def orders(db: None) -> list[Order]:
    return [make.delivered_order(), make.placed_order(), make.placed_order()]


def test_it_is_what_the_orm_answers_each_time_with_other_values(orders: list[Order]) -> None:
    for order in orders:
        found = BY_BUYER.first(order.buyer_id, order.reference)
        read = with_facts(Order.objects.filter(pk=order.pk)).get()
        assert found is not None
        assert _all_of(found) == _all_of(read)
    assert BY_BUYER.first(orders[1].buyer_id, orders[0].reference) is None


def test_along_with_it_come_the_objects_it_refers_to(
    orders: list[Order], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        found = BY_BUYER.first(orders[0].buyer_id, orders[0].reference)
        assert found is not None
        read = (found.hold.state, found.shop.name, found.buyer.email, found.checkout.payment.amount, found.shipment.pk)
    again = with_facts(Order.objects.filter(pk=orders[0].pk)).get()
    assert read == (
        again.hold.state,
        again.shop.name,
        again.buyer.email,
        again.checkout.payment.amount,
        again.shipment.pk,
    )


@pytest.mark.parametrize("wanted", [0, 1, 3])
def test_among_is_in_for_however_many(orders: list[Order], wanted: int) -> None:
    numbers = [order.pk for order in orders[:wanted]]
    with CaptureQueriesContext(connection) as asked:
        found = AMONG.all(numbers, 0)
    assert [order.pk for order in found] == sorted(numbers)
    assert [order.day_after - order.placed_at for order in found] == [timedelta(days=1)] * wanted  # type: ignore[attr-defined]
    assert [query["sql"].split("(")[0] for query in asked.captured_queries] == ["EXECUTE tests_orders_among"]


def test_words_that_look_like_a_place_or_a_parameter_are_words(orders: list[Order]) -> None:
    for words in ("%s", "$1", "%%", "' OR true --", "\u241a place 1"):
        assert BY_BUYER.first(orders[0].buyer_id, words) is None


def test_a_number_that_no_row_can_have_finds_none(orders: list[Order]) -> None:
    for number in (2**63, -(2**63) - 1, 10**40):
        assert BY_BUYER.first(number, orders[0].reference) is None


def test_several_ask_it_first_at_once_and_it_outlives_their_connections(committed_db: CommittedDatabase) -> None:
    orders = [make.placed_order(), make.placed_order()]
    fresh = Kept("tests_order_by_reference", lambda reference: Order.objects.filter(reference=reference), str)

    def ask(order: Order) -> None:
        assert fresh.first(order.reference) == order

    for _round in range(2):
        assert at_once([partial(ask, order) for order in orders * 4]) == ["done"] * 8


def _all_of(order: Order) -> dict[str, object]:
    return {name: value for name, value in vars(order).items() if name != "_state"}
