"""Deliveries to a real receiver: at least once, tried again, and nobody waits for anybody."""

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries, Settings

from core import failpoints
from core.models import AuditRecord, OutboxMessage
from marketplace.webhooks import delivering, outcomes
from marketplace.webhooks import post as posting
from marketplace.webhooks.actions.pause_endpoint import pause_endpoint, resume_endpoint
from marketplace.webhooks.actions.remove_endpoint import remove_endpoint
from marketplace.webhooks.actions.send_again import send_test
from marketplace.webhooks.delivering import lease, work_off_deliveries
from marketplace.webhooks.models import Delivery, Endpoint
from tests import make
from tests.webhooks.conftest import DAY, Clock, at
from tests.webhooks.receiver import Receiver, status


def test_what_is_due_is_sent_signed_and_written_down(
    listening: Endpoint, receiver: Receiver, now: datetime, at_now: Clock
) -> None:
    delivery = make.delivery(listening, now=now)
    receiver.manners = [status(200, b"Booked.")]
    assert work_off_deliveries(at_now) == 1
    heard = receiver.next()
    assert heard.verified_by(listening)["type"] == "order.packed"
    assert (heard.body.decode(), heard.headers["webhook-id"]) == (delivery.body, delivery.event)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.delivered_at, delivery.due_at, delivery.attempts) == ("delivered", now, None, 1)
    assert (delivery.status, delivery.answer, delivery.problem) == (200, "Booked.", "")
    assert work_off_deliveries(at_now) == 0


def test_what_fails_is_tried_for_three_days_ever_rarer_and_then_given_up(
    listening: Endpoint, receiver: Receiver, now: datetime, settings: Settings
) -> None:
    delivery = make.delivery(listening, now=now)
    receiver.manners = [status(500, b"Broken")] * 11
    moment, waits = now, []
    for _try in range(10):
        assert work_off_deliveries(at(moment)) == 1
        delivery.refresh_from_db()
        waits.append((delivery.due_at - moment).total_seconds() if delivery.due_at else None)
        moment = max(delivery.due_at or moment, moment + outcomes.REST)
    assert waits.pop() is None
    assert [short <= wait <= short * 1.2 for wait, short in zip(waits, settings.WEBHOOK_RETRIES, strict=True)] == [
        True
    ] * 9
    assert (delivery.state, delivery.attempts, delivery.status, delivery.answer) == ("failed", 10, 500, "Broken")
    assert 3 * DAY < moment - now < 4 * DAY
    assert {heard.headers["webhook-id"] for heard in receiver.all()} == {delivery.event}


def test_failing_then_succeeding_it_is_delivered_and_the_endpoint_is_well_again(
    listening: Endpoint, receiver: Receiver, now: datetime
) -> None:
    delivery = make.delivery(listening, now=now)
    receiver.manners = [status(503), status(204)]
    work_off_deliveries(at(now))
    listening.refresh_from_db()
    assert (listening.failing_since, listening.rests_until) == (now, now + outcomes.REST)
    work_off_deliveries(at(now + outcomes.REST))
    delivery.refresh_from_db()
    listening.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.status) == ("delivered", 2, 204)
    assert (listening.failing_since, listening.rests_until) == (None, None)


def test_after_a_failure_the_rest_waits_a_minute_instead_of_running_against_the_same_wall(
    listening: Endpoint, receiver: Receiver, now: datetime
) -> None:
    first, second = make.delivery(listening, now=now), make.delivery(listening, now=now)
    receiver.manners = [status(500)]
    assert work_off_deliveries(at(now)) == 1
    assert work_off_deliveries(at(now + outcomes.REST - timedelta(seconds=1))) == 0
    second.refresh_from_db()
    assert (second.attempts, second.due_at) == (0, now)
    assert work_off_deliveries(at(now + outcomes.REST)) == 2
    assert [heard.headers["webhook-id"] for heard in receiver.all()][1:] == [second.event, first.event]


def test_an_endpoint_that_says_it_is_gone_is_stopped_at_once_and_its_shop_told(
    listening: Endpoint, receiver: Receiver, now: datetime, at_now: Clock
) -> None:
    deliveries = [make.delivery(listening, now=now) for _ in range(2)]
    receiver.manners = [status(410)]
    assert work_off_deliveries(at_now) == 1
    listening.refresh_from_db()
    assert (listening.stopped_at, listening.stopped_why) == (now, "gone")
    assert [Delivery.objects.get(pk=one.pk).state for one in deliveries] == ["failed", "failed"]
    told = OutboxMessage.objects.get(topic="endpoint.stopped")
    assert (told.book_id, told.payload) == (listening.shop_id, {"endpoint": listening.pk, "why": "gone"})
    record = AuditRecord.objects.get(subject_type="endpoint", action="stop")
    assert (record.subject_id, record.actor_role, record.data) == (listening.pk, "system", {"why": "gone"})
    assert work_off_deliveries(at(now + DAY)) == 0


def test_an_endpoint_that_fails_for_five_days_is_stopped_and_can_begin_anew(
    listening: Endpoint, receiver: Receiver, now: datetime
) -> None:
    make.delivery(listening, now=now)
    receiver.manners = [status(500)] * 3
    work_off_deliveries(at(now))
    later = now + 5 * DAY
    make.delivery(listening, now=later - DAY)
    work_off_deliveries(at(later - timedelta(seconds=1)))
    listening.refresh_from_db()
    assert listening.stopped_at is None
    work_off_deliveries(at(later + outcomes.REST))
    listening.refresh_from_db()
    assert listening.stopped_why == "failing"
    assert Delivery.objects.exclude(due_at=None).count() == 0
    resume_endpoint(listening.pk, now=later, actor=make.owner_of(listening.shop))
    listening.refresh_from_db()
    assert (listening.stopped_at, listening.stopped_why, listening.failing_since) == (None, "", None)
    send_test(listening.pk, now=later, actor=make.owner_of(listening.shop))
    assert work_off_deliveries(at(later)) == 1


def test_one_that_is_slow_does_not_hold_back_the_others(
    listening: Endpoint, receiver: Receiver, another: Receiver, now: datetime, at_now: Clock
) -> None:
    """The slow one answers only when the other has heard everything that waits for it."""
    quick = make.endpoint(url=another.url, now=now)
    slow = make.delivery(listening, now=now)
    rest = [make.delivery(quick, now=now + timedelta(microseconds=number)) for number in range(5)]
    heard: list[str] = []

    def answer_last(handler: object) -> None:
        heard.extend(another.next().headers["webhook-id"] for _ in rest)
        status(204)(handler)  # type: ignore[arg-type]  # a handler

    receiver.manners = [answer_last]
    assert work_off_deliveries(at(now + timedelta(seconds=1))) == 6
    assert heard == [one.event for one in rest]
    slow.refresh_from_db()
    assert slow.state == "delivered"


def test_no_more_than_one_is_on_its_way_to_an_endpoint(
    listening: Endpoint, receiver: Receiver, now: datetime, at_now: Clock
) -> None:
    for _ in range(3):
        make.delivery(listening, now=now)
    (first,) = lease(now, 16)
    assert lease(now, 16, busy={listening.pk}) == []
    assert [one.endpoint_id for one in lease(now, 16)] == [first.endpoint_id]
    assert lease(now, 0) == []


@pytest.mark.django_db
def test_who_has_waited_longest_is_sent_to_first(now: datetime) -> None:
    waiting = [
        make.delivery(
            make.endpoint(url=f"https://hooks{number}.example.org/", now=now), now=now + timedelta(minutes=late)
        )
        for number, late in enumerate((2, 0, 1))
    ]
    (first,), (second,), (third,) = (lease(now + timedelta(minutes=2), 1) for _time in range(3))
    assert [waiting.index(one) for one in (first, second, third)] == [1, 2, 0]


def test_a_delivery_that_breaks_us_stops_no_other(
    listening: Endpoint, receiver: Receiver, another: Receiver, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned = make.delivery(listening, now=now)
    healthy = make.delivery(make.endpoint(url=another.url, now=now), now=now)

    def breaking(url: str, headers: dict[str, str], body: bytes) -> posting.Answer:
        if url == listening.url:
            raise RuntimeError("boom")
        return posting.post(url, headers, body)

    monkeypatch.setattr("marketplace.webhooks.delivering.post", breaking)
    assert work_off_deliveries(at(now)) == 2
    poisoned.refresh_from_db()
    healthy.refresh_from_db()
    assert (poisoned.state, poisoned.problem, poisoned.attempts) == ("waiting", "broken", 1)
    assert healthy.state == "delivered"


def test_what_is_paused_or_removed_while_it_is_on_its_way_does_no_harm(
    listening: Endpoint, receiver: Receiver, another: Receiver, now: datetime, at_now: Clock
) -> None:
    paused, removed = make.delivery(listening, now=now), make.delivery(make.endpoint(url=another.url, now=now), now=now)

    def meanwhile() -> None:
        pause_endpoint(paused.endpoint_id, now=now, actor=make.owner_of(listening.shop))
        remove_endpoint(removed.endpoint_id, now=now, actor=make.owner_of(removed.endpoint.shop))

    with failpoints.armed(delivering.SENT, meanwhile):
        assert work_off_deliveries(at_now) == 2
    paused.refresh_from_db()
    assert (paused.state, Delivery.objects.filter(pk=removed.pk).count()) == ("delivered", 0)


def test_what_waited_while_it_was_paused_is_sent_when_it_is_resumed(
    listening: Endpoint, receiver: Receiver, now: datetime, at_now: Clock
) -> None:
    actor = make.owner_of(listening.shop)
    before = make.delivery(listening, now=now)
    pause_endpoint(listening.pk, now=now, actor=actor)
    during = make.delivery(listening, now=now)
    assert work_off_deliveries(at_now) == 0
    resume_endpoint(listening.pk, now=now, actor=actor)
    assert work_off_deliveries(at_now) == 2
    assert [heard.headers["webhook-id"] for heard in receiver.all()] == [before.event, during.event]


def test_a_spell_ends_and_who_is_on_the_way_then_is_waited_for(
    listening: Endpoint, receiver: Receiver, now: datetime, at_now: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        make.delivery(listening, now=now)
    moments = iter([0.0, 1.0, *[delivering.SPELL] * 100])
    monkeypatch.setattr(delivering, "monotonic", lambda: next(moments))
    assert work_off_deliveries(at_now) == 1
    assert Delivery.objects.exclude(delivered_at=None).count() == 1


def test_where_nothing_is_due_it_costs_next_to_nothing(
    db: None, at_now: Clock, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        assert work_off_deliveries(at_now) == 0
