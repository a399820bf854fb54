from datetime import datetime, timedelta

import pytest

from core.deadlines import lease_due, run_due
from core.effects import Effects, PauseDeadline, ResumeDeadline, Subject, write
from core.errors import DomainError
from core.models import Deadline
from escrow.actions.freeze import freeze_hold
from escrow.actions.release_due import release_due
from marketplace.deadlines import ACTIONS
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.refund_never_shipped import refund_never_shipped
from marketplace.orders.actions.release_by_silence import effects_of
from marketplace.orders.models import Order
from tests import make
from tests.orders import seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _released(order: Order) -> list[seen.Line]:
    hold, book = order.hold_id, order.shop_id
    return [
        (f"hold:{hold}:release", f"hold:{hold}", f"payable:{book}", 12_505),
        (f"hold:{hold}:release", f"hold:{hold}", "income:fees", 295),
    ]


def test_confirming_releases_at_once(now: datetime) -> None:
    order = make.shipped_order(now=now)
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    order = make.read(order)
    assert seen.journal()[2:] == _released(order)
    assert (order.hold.state, order.hold.remaining, order.hold.fee) == ("released", 0, 295)
    assert seen.open_deadlines(order) == {}
    assert seen.facts(order)[-1] == ("confirmed", "buyer")


def test_confirming_takes_one_query_besides_the_reading(now: datetime, django_assert_num_queries: object) -> None:
    order = make.shipped_order(now=now)
    with django_assert_num_queries(2):  # type: ignore[operator]
        confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))


@pytest.mark.parametrize(
    ("stage", "code"),
    [("placed_order", "hold_not_paid"), ("paid_order", "not_shipped"), ("packed_order", "not_shipped")],
)
def test_nothing_is_confirmed_before_it_is_shipped(stage: str, code: str, now: datetime) -> None:
    order = getattr(make, stage)(now=now)
    with pytest.raises(DomainError) as refused:
        confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    assert refused.value.code == code


def test_confirming_twice_releases_once(now: datetime) -> None:
    order = make.shipped_order(now=now)
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    with pytest.raises(DomainError) as refused:
        confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    assert (refused.value.code, seen.journal()[2:]) == ("hold_ended", _released(order))


def test_nothing_is_confirmed_under_a_freeze(now: datetime) -> None:
    order = make.shipped_order(now=now)
    freeze_hold(order.hold_id, cause="claim", cause_id=1, now=now, actor=make.buyer_of(order))
    with pytest.raises(DomainError) as refused:
        confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    assert refused.value.code == "hold_frozen"


def test_silence_releases_when_the_window_has_passed(now: datetime) -> None:
    order, unread = make.delivered_order(now=now), make.delivered_order(now=now)
    Deadline.objects.filter(subject_id=unread.hold_id).update(noticed_at=None)
    assert release_due(now=now + 7 * DAY - timedelta(seconds=1), effects_of=effects_of) == 0
    assert release_due(now=now + 7 * DAY, effects_of=effects_of) == 1
    assert release_due(now=now + 7 * DAY, effects_of=effects_of) == 0
    assert seen.journal()[4:] == _released(order)
    assert (seen.open_deadlines(order), seen.outcomes(order)["release"]) == ({}, "passed")
    assert seen.facts(order)[-1] == ("window_passed", "system")
    assert make.read(unread).hold.state == "held"


def test_the_buyer_is_reminded_three_times(now: datetime) -> None:
    order = make.delivered_order(now=now)
    told = []
    for hours in range(0, 7 * 24, 4):
        run_due(ACTIONS, now=now + timedelta(hours=hours))
        told.append(seen.topics(order).count("order.release_soon"))
    assert [told.count(number) for number in range(4)] == [24, 4, 8, 6]


def test_never_shipped_is_refunded_once_the_seller_knew(now: datetime) -> None:
    order = make.packed_order(now=now)
    latest = now + 10 * DAY
    run_due(ACTIONS, now=latest)
    assert make.read(order).hold.state == "held"
    Deadline.objects.filter(kind="ship_latest").update(noticed_at=now)
    assert run_due(ACTIONS, now=latest) == 1
    order = make.read(order)
    assert (order.hold.state, order.closed_by, order.closed_at) == ("refunded", "never_shipped", latest)
    assert (seen.stock(order), seen.open_deadlines(order)) == ([(10, 0, 0)], {})
    assert (seen.topics(order)[-1], seen.facts(order)[-1]) == ("order.never_shipped", ("never_shipped", "system"))
    assert [line[3] for line in seen.journal()] == [12_800, 12_800, 12_800]
    assert refund_never_shipped(order.pk, now=latest) is False


def test_a_clock_that_stood_still_since_it_was_leased_runs_on(now: datetime) -> None:
    order = make.paid_order(now=now)
    Deadline.objects.filter(kind="ship_latest").update(noticed_at=now)
    late = now + 10 * DAY
    (leased,) = lease_due(["ship_latest"], now=late)
    clock = Subject("order", order.pk, order.shop_id)
    again = (PauseDeadline(clock, "ship_latest"), ResumeDeadline(clock, "ship_latest", 2 * DAY))
    write(Effects(deadlines=again), now=late)
    ACTIONS[leased.kind](leased, late)
    assert (make.read(order).hold.state, seen.open_deadlines(order)["ship_latest"]) == ("held", late + 2 * DAY)


def test_what_was_shipped_is_not_refunded_by_a_clock_that_was_late(now: datetime) -> None:
    order = make.shipped_order(now=now)
    assert refund_never_shipped(order.pk, now=now + 10 * DAY) is False
    assert make.read(order).hold.state == "held"


def test_a_reminder_that_was_leased_leaves_the_one_of_the_longer_window_alone(now: datetime) -> None:
    order = make.delivered_order(now=now)
    late = now + 6 * DAY + timedelta(minutes=1)
    (leased,) = lease_due(["remind_release_1d"], now=late)
    extend_window(order.pk, now=late, actor=make.buyer_of(order))
    ACTIONS[leased.kind](leased, late)
    assert "order.release_soon" not in seen.topics(order)
    assert seen.open_deadlines(order)["remind_release_1d"] == now + 9 * DAY


def test_nobody_is_reminded_of_what_is_due_already(now: datetime) -> None:
    delivered, paid, placed = make.delivered_order(now=now), make.paid_order(now=now), make.placed_order(now=now)
    run_due({kind: act for kind, act in ACTIONS.items() if kind.startswith("remind_")}, now=now + 30 * DAY)
    for order in (delivered, paid, placed):
        assert [topic for topic in seen.topics(order) if topic.endswith("_soon")] == []
        assert [kind for kind in seen.open_deadlines(order) if kind.startswith("remind_")] == []
