from datetime import datetime, timedelta

import pytest

from core.actor import Actor
from core.errors import DomainError
from core.models import Deadline
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.models import Order
from tests import make
from tests.orders import seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _refusal(order: Order, actor: Actor, now: datetime, seconds: int | None = None) -> str:
    before = seen.open_deadlines(order)
    with pytest.raises(DomainError) as refused:
        extend_window(order.pk, now=now, actor=actor, seconds=seconds)
    assert seen.open_deadlines(order) == before
    return refused.value.code


def test_the_buyer_has_three_days_more_once(now: datetime) -> None:
    order = make.delivered_order(now=now)
    notice = Deadline.objects.get(kind="release").noticed_at
    assert extend_window(order.pk, now=now + DAY, actor=make.buyer_of(order)) == now + 10 * DAY
    order = make.read(order)
    assert (order.extended_at, order.extended_by) == (now + DAY, 3 * 86_400)
    assert seen.open_deadlines(order)["release"] == now + 10 * DAY
    assert seen.open_deadlines(order)["remind_release_1d"] == now + 9 * DAY
    assert (Deadline.objects.get(kind="release").noticed_at, seen.topics(order)[-1]) == (notice, "order.extended")
    assert _refusal(order, make.buyer_of(order), now + DAY) == "extended_before"


def test_the_seller_gives_time_any_number_of_times(now: datetime) -> None:
    order = make.delivered_order(now=now)
    ends = [
        extend_window(order.pk, now=now + n * DAY / 10, actor=make.seller_of(order), seconds=days * 86_400)
        for n, days in enumerate((3, 5, 7, 10))
    ]
    assert ends == [now + days * DAY for days in (10, 15, 22, 32)]
    assert make.read(order).extended_at is None


@pytest.mark.parametrize("seconds", [None, 0, -86_400, 86_400, 365 * 86_400])
def test_the_seller_chooses_among_the_lengths_offered(seconds: int | None, now: datetime) -> None:
    order = make.delivered_order(now=now)
    assert _refusal(order, make.seller_of(order), now, seconds) == "extension_length"


def test_no_extension_passes_the_providers_cap(now: datetime) -> None:
    order = make.delivered_order(now=now)
    make.promise(order, hold_cap=15 * 86_400)
    assert extend_window(order.pk, now=now, actor=make.seller_of(order), seconds=10 * 86_400) == now + 8 * DAY
    assert _refusal(order, make.seller_of(order), now, 10 * 86_400) == "custody_limit"


def test_an_extension_before_delivery_is_not_lost(now: datetime) -> None:
    order = make.shipped_order(now=now)
    extend_window(order.pk, now=now, actor=make.buyer_of(order))
    record_parcel_event(order.shipment.pk, "delivered", now + DAY, now=now + DAY)
    assert seen.open_deadlines(order)["release"] == now + 11 * DAY


def test_a_window_that_waits_for_proof_of_notice_is_longer_from_now_on(now: datetime) -> None:
    order = make.delivered_order(now=now)
    late = now + 20 * DAY
    assert extend_window(order.pk, now=late, actor=make.buyer_of(order)) == late + 3 * DAY
    assert seen.open_deadlines(order)["release"] == late + 3 * DAY


@pytest.mark.parametrize(("stage", "code"), [("placed_order", "not_paid"), ("paid_order", "no_window")])
def test_without_a_window_there_is_nothing_to_extend(stage: str, code: str, now: datetime) -> None:
    order = getattr(make, stage)(now=now)
    assert _refusal(order, make.buyer_of(order), now) == code


def test_a_window_that_stands_still_or_has_ended_is_not_extended(now: datetime) -> None:
    astray, ended = make.shipped_order(now=now), make.shipped_order(now=now)
    record_parcel_event(astray.shipment.pk, "lost", now, now=now)
    confirm_receipt(ended.pk, now=now, actor=make.buyer_of(ended))
    assert _refusal(astray, make.seller_of(astray), now, 3 * 86_400) == "no_window"
    assert _refusal(ended, make.buyer_of(ended), now) == "order_ended"
