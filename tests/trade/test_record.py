"""A shop's record: what counts, on which day, and what counts nowhere."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from core.deadlines import give_notice, run_due
from marketplace.catalog.models import Shop, Sku
from marketplace.claims.actions.ask_to_cancel import ask_to_cancel
from marketplace.deadlines import ACTIONS
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.refund_never_shipped import refund_never_shipped
from marketplace.orders.actions.ship_order import ship_order
from marketplace.trade.record import Record, record_of
from reviews.actions.delete_review import delete_review
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def sku(now: datetime) -> Sku:
    return make.sku(make.listing(stock=50, now=now - 400 * DAY))


def _of(sku: Sku) -> Shop:
    return sku.listing.shop


def _counts(record: Record) -> dict[str, int]:
    """What is not 0, of the orders."""
    names = ("orders", "late", "called_off", "never_shipped")
    return {name: getattr(record, name) for name in names if getattr(record, name)}


def _shipped(sku: Sku, now: datetime) -> None:
    make.shipped_order(sku=sku, now=now)


def _shipped_late(sku: Sku, now: datetime) -> None:
    order = make.paid_order(sku=sku, now=now)
    run_due(ACTIONS, now=now + 3 * DAY)
    ship_order(order.pk, "SF Express", "SF7777777777", now=now + 3 * DAY, actor=make.seller_of(order))


def _waits(sku: Sku, now: datetime) -> None:
    make.paid_order(sku=sku, now=now)


def _waits_too_long(sku: Sku, now: datetime) -> None:
    make.paid_order(sku=sku, now=now)
    run_due(ACTIONS, now=now + 3 * DAY)


def _never_shipped(sku: Sku, now: datetime) -> None:
    order = make.paid_order(sku=sku, now=now)
    give_notice("order", order.pk, ["ship_latest"], at=now)
    run_due(ACTIONS, now=now + 3 * DAY)
    assert refund_never_shipped(order.pk, now=now + 11 * DAY)


def _cancelled_in_time(sku: Sku, now: datetime) -> None:
    order = make.paid_order(sku=sku, now=now)
    cancel_order(order.pk, now=now, actor=make.buyer_of(order), reason="")


def _cancelled_for_being_late(sku: Sku, now: datetime) -> None:
    order = make.paid_order(sku=sku, now=now)
    run_due(ACTIONS, now=now + 3 * DAY)
    cancel_order(order.pk, now=now + 4 * DAY, actor=make.buyer_of(order), reason="")


def _called_off(sku: Sku, now: datetime) -> None:
    order = make.paid_order(sku=sku, now=now)
    cancel_order(order.pk, now=now, actor=make.seller_of(order), reason="None left")


def _asked_to_cancel(sku: Sku, now: datetime) -> None:
    """The promise stands still until the shop has answered."""
    order = make.packed_order(sku=sku, now=now)
    ask_to_cancel(order.pk, words="", now=now, actor=make.buyer_of(order))
    run_due(ACTIONS, now=now + 3 * DAY)


def _unpaid(sku: Sku, now: datetime) -> None:
    make.placed_order(sku=sku, now=now)


@pytest.mark.parametrize(
    ("happens", "counts", "percent"),
    [
        (_shipped, {"orders": 1}, 100),
        (_waits, {"orders": 1}, 100),
        (_shipped_late, {"orders": 1, "late": 1}, 0),
        (_waits_too_long, {"orders": 1, "late": 1}, 0),
        (_never_shipped, {"orders": 1, "late": 1, "never_shipped": 1}, 0),
        (_cancelled_for_being_late, {"orders": 1, "late": 1}, 0),
        (_cancelled_in_time, {"orders": 1}, 100),
        (_called_off, {"orders": 1, "called_off": 1}, 100),
        (_asked_to_cancel, {"orders": 1}, 100),
        (_unpaid, {}, None),
    ],
)
def test_each_order_counts_as_it_went(
    sku: Sku, now: datetime, happens: Callable[[Sku, datetime], None], counts: dict[str, int], percent: int | None
) -> None:
    make.paid_order(now=now)  # another shop's
    happens(sku, now)
    record = record_of(_of(sku), 30, now + 12 * DAY)
    assert (_counts(record), record.on_time_percent) == (counts, percent)


def test_a_hundred_per_cent_is_every_one(sku: Sku, now: datetime) -> None:
    assert (
        Record(
            30, 1000, 1, 0, 0, record_of(_of(sku), 30, now).claims, record_of(_of(sku), 30, now).stars
        ).on_time_percent
        == 99
    )


def test_each_window_counts_what_happened_in_it(sku: Sku, now: datetime) -> None:
    for days in (10, 60, 200, 380):
        _called_off(sku, now - days * DAY)
        make.open_review(make.completed_order(sku=sku, now=now - days * DAY), 4, now=now - days * DAY)
        make.claim(make.delivered_order(sku=sku, now=now - days * DAY), now=now - days * DAY)
    found = {days: record_of(_of(sku), days, now) for days in (30, 90, 365)}
    assert {days: _counts(record) for days, record in found.items()} == {
        30: {"orders": 3, "called_off": 1},
        90: {"orders": 6, "called_off": 2},
        365: {"orders": 9, "called_off": 3},
    }
    assert {days: (record.claims.opened, record.stars.rating.count) for days, record in found.items()} == {
        30: (1, 1),
        90: (2, 2),
        365: (3, 3),
    }


def test_stars_count_when_they_are_open_and_not_when_they_are_gone(sku: Sku, now: datetime) -> None:
    make.review(make.completed_order(sku=sku, now=now), 1, now=now)
    make.open_review(make.completed_order(sku=sku, now=now), 4, now=now)
    gone = make.open_review(make.completed_order(sku=sku, now=now), 5, now=now)
    delete_review(gone.pk, reason="Advertising.", now=now, actor=make.desk())
    make.open_review(now=now)  # another shop's
    stars = record_of(_of(sku), 30, now + DAY).stars
    assert (stars.bars, stars.most) == ([(5, 0), (4, 1), (3, 0), (2, 0), (1, 0)], 1)
    assert (stars.rating.count, stars.rating.weighted, stars.rating.shown) == (1, 354, "3.5")


def test_a_new_shop_has_a_record_of_nothing(sku: Sku, now: datetime) -> None:
    record = record_of(_of(sku), 365, now)
    assert (_counts(record), record.claims.opened, record.stars.rating.shown) == ({}, 0, "")


@pytest.mark.parametrize("orders", [1, 3])
def test_it_takes_four_queries(
    sku: Sku, now: datetime, orders: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _order in range(orders):
        make.open_review(make.completed_order(sku=sku, now=now), now=now)
    shop = _of(sku)
    with django_assert_num_queries(4):
        assert record_of(shop, 365, now + DAY).orders == orders
