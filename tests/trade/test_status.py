"""The status of an order: the pure function and the queryset agree, whatever the facts."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from pytest_django import DjangoAssertNumQueries

from core.actor import Role
from escrow.states import HoldState
from marketplace.orders.models import Order
from marketplace.trade.status import TABS, Status, in_tab, status_of, tab_counts, with_status
from reviews.actions.open_reviews import open_review_window, open_reviews
from tests import make
from tests.trade import rows

pytestmark = pytest.mark.django_db

COMBINATIONS = list(product(HoldState, ((), ("packed",), ("shipped",), ("packed", "shipped"))))

EXPECTED = {
    HoldState.AWAITING_PAYMENT: Status.TO_PAY,
    HoldState.RELEASED: Status.COMPLETED,
    HoldState.SETTLED: Status.COMPLETED,
    HoldState.REFUNDED: Status.CLOSED,
    HoldState.VOID: Status.CLOSED,
}


@pytest.mark.parametrize(("state", "facts"), COMBINATIONS)
def test_every_combination_has_one_status_by_either_way(
    now: datetime, state: HoldState, facts: tuple[str, ...]
) -> None:
    order = rows.order(now, state, packed="packed" in facts, shipped="shipped" in facts)
    held = Status.SHIPPED if "shipped" in facts else Status.PACKING if "packed" in facts else Status.TO_SHIP
    assert status_of(order) == EXPECTED.get(state, held)
    assert with_status(Order.objects.all()).get().status == EXPECTED.get(state, held)


def test_every_status_stands_in_one_tab_besides_all() -> None:
    listed = [status for tab, statuses in TABS.items() if tab != "all" for status in statuses]
    assert sorted(listed) == sorted(Status)


def test_tabs_are_counted_in_one_query_for_a_buyer_and_for_a_shop(
    now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    buyer, shop = rows.person(), rows.shop(now)
    rows.order(now, HoldState.AWAITING_PAYMENT, buyer=buyer, seller=shop)
    rows.order(now, buyer=buyer, seller=shop)
    rows.order(now, buyer=buyer, packed=True)
    rows.order(now, seller=shop, shipped=True)
    rows.order(now, HoldState.VOID)
    with django_assert_num_queries(1):
        assert tab_counts(buyer) == {
            "all": 3,
            "to_pay": 1,
            "to_ship": 2,
            "shipped": 0,
            "to_review": 0,
            "claims": 0,
            "completed": 0,
            "closed": 0,
        }
    with django_assert_num_queries(1):
        assert tab_counts(shop) == {
            "all": 3,
            "to_pay": 1,
            "to_ship": 1,
            "shipped": 1,
            "to_review": 0,
            "claims": 0,
            "completed": 0,
            "closed": 0,
        }


def test_an_order_about_which_money_back_is_asked_stands_in_its_own_tab_as_well(now: datetime) -> None:
    claim = make.claim(now=now)
    make.closed_claim(now=now)
    assert list(in_tab(Order.objects.all(), "claims", Role.BUYER)) == [claim.order]
    counts = tab_counts(claim.order.buyer)
    assert (counts["claims"], counts["shipped"], counts["all"]) == (1, 1, 1)
    assert tab_counts(claim.order.shop)["claims"] == 1


def test_a_tab_holds_its_orders_and_an_unknown_one_all(now: datetime) -> None:
    packing = rows.order(now, packed=True)
    done = rows.order(now, HoldState.RELEASED, shipped=True)
    assert list(in_tab(Order.objects.all(), "to_ship", Role.SELLER)) == [packing]
    assert list(in_tab(Order.objects.order_by("pk"), "nonsense", Role.BUYER)) == [packing, done]


def test_an_order_stands_to_be_reviewed_by_each_side_until_that_side_has_or_the_time_is_over(now: datetime) -> None:
    order = make.completed_order(now=now)
    make.delivered_order(buyer=order.buyer, now=now)
    open_review_window(order.pk, now=now)

    def seen() -> list[tuple[int, list[Order]]]:
        sides = ((order.buyer, Role.BUYER), (order.shop, Role.SELLER))
        return [
            (tab_counts(whose)["to_review"], list(in_tab(Order.objects.all(), "to_review", role)))
            for whose, role in sides
        ]

    assert seen() == [(1, [order]), (1, [order])]
    make.review(order, now=now)
    assert seen() == [(0, []), (1, [order])]
    open_reviews(order.pk, now=now + timedelta(days=15))
    assert seen() == [(0, []), (0, [])]
