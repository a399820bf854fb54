"""Deadline 15 as a bound: no clock of an order is ever set past the gateway's cap on holding, less seven days."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from core.deadlines import running
from core.errors import DomainError
from core.models import Deadline
from escrow.payments import gateways
from marketplace.orders import invariants
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.models import Order
from tests import make
from tests.orders import seen

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
MARGIN = 7


@pytest.fixture
def capped(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the gateway hold money for so many days."""

    def cap(days: int) -> None:
        monkeypatch.setattr(gateways.get("sandbox"), "hold_cap", days * 86_400, raising=False)

    return cap


def _latest() -> datetime:
    """When the last running clock ends; all of them keep to the limit."""
    latest = max(running().exclude(subject_type="payment").values_list("due_at", flat=True))
    assert invariants.check_all(latest) == []
    return latest


@pytest.mark.parametrize("days", [1, 2, 3, 8, 9, 10])
def test_the_sellers_clocks_end_by_the_limit(capped: Callable[[int], None], days: int, now: datetime) -> None:
    capped(MARGIN + days)
    order = make.paid_order(now=now)
    assert seen.open_deadlines(order)["ship_promise"] == now + min(days, 3) * DAY
    assert seen.open_deadlines(order)["ship_latest"] == _latest() == now + days * DAY


def test_nothing_that_anybody_does_sets_a_clock_past_the_limit(capped: Callable[[int], None], now: datetime) -> None:
    capped(MARGIN + 40)
    order = make.shipped_order(now=now)
    limit = now + 40 * DAY
    assert _latest() == now + 30 * DAY
    for days in (1, 12, 23, 34, 39):
        _lost(order, now + days * DAY)
        assert seen.open_deadlines(order)["handed_over_again"] == min(now + (days + 7) * DAY, limit)
        assert _latest() <= limit
        _sent_again(order, now + (days + 0.5) * DAY)
        assert seen.open_deadlines(order)["release"] == min(now + (days + 30.5) * DAY, limit)
        assert _latest() <= limit
        _more_time(order, now + (days + 0.5) * DAY)
        assert _latest() <= limit
    assert _latest() == limit
    record_parcel_event(order.shipment.pk, "delivered", now + 39.9 * DAY, now=now + 39.9 * DAY)
    assert _latest() == limit


def test_a_pause_that_ends_gives_back_no_more_than_the_limit(capped: Callable[[int], None], now: datetime) -> None:
    capped(MARGIN + 31)
    order = make.shipped_order(now=now)
    _lost(order, now + DAY)
    record_parcel_event(order.shipment.pk, "in_transit", now + 6 * DAY, now=now + 6 * DAY)
    assert seen.open_deadlines(order)["release"] == _latest() == now + 31 * DAY


def test_a_clock_at_its_limit_is_not_offered_to_be_moved(capped: Callable[[int], None], now: datetime) -> None:
    capped(MARGIN + 30)
    order = make.shipped_order(now=now)
    before = Deadline.objects.get(kind="release").due_at
    for actor, seconds in ((make.buyer_of(order), None), (make.seller_of(order), 3 * 86_400)):
        with pytest.raises(DomainError) as refused:
            extend_window(order.pk, now=now, actor=actor, seconds=seconds)
        assert refused.value.code == "custody_limit"
    assert (Deadline.objects.get(kind="release").due_at, before) == (now + 30 * DAY, now + 30 * DAY)


def _lost(order: Order, at: datetime) -> None:
    assert record_parcel_event(order.shipment.pk, "lost", at, now=at)


def _sent_again(order: Order, at: datetime) -> None:
    ship_order(order.pk, "SF Express", f"AGAIN-{at:%d%H}", now=at, actor=make.seller_of(order))


def _more_time(order: Order, at: datetime) -> None:
    """Both sides ask for all they may; what is refused changes nothing."""
    asks = [(make.buyer_of(order), None), *((make.seller_of(order), days * 86_400) for days in (3, 5, 7, 10))]
    for actor, seconds in asks:
        with suppress(DomainError):
            extend_window(order.pk, now=at, actor=actor, seconds=seconds)
