from datetime import datetime, timedelta
from typing import Any

import pytest

from core import failpoints
from core.actor import Actor, Role
from core.models import AuditRecord
from escrow.invariants import check_all
from escrow.payments import events
from escrow.payments.actions.work_off_events import work_off_events
from escrow.payments.models import Capture, Payment, ProviderEvent
from escrow.payments.providers.protocol import Event
from tests.conftest import CommittedDatabase
from tests.escrow.journals import lines
from tests.make import escrow as make
from tests.payments.charging import at_once, told


def captured(payment: Payment | None, event_id: str = "evt_1", **changed: Any) -> Event:
    data = {
        "id": "ch1",
        "reference": payment.reference if payment else "nobody",
        "amount_minor": payment.amount if payment else 700,
        "currency": "CNY",
        "captured_at": "2026-11-23T04:00:00+00:00",
    }
    return Event(event_id, "charge.captured", {"type": "charge.captured", "data": data | changed})


def one(payment: Payment) -> list[tuple[str, str, str, int]]:
    assert lines(P=payment.pk) == [("capture:sandbox:ch1", "provider:sandbox", "payment:P", 12_800)]
    return lines(P=payment.pk)


def test_an_event_becomes_a_capture(db: None, now: datetime) -> None:
    payment = make.payment(now)
    events.keep("sandbox", captured(payment), now=now)
    assert work_off_events(now) == 1
    one(payment)
    capture = Capture.objects.get()
    assert told("capture.recorded") == [{"capture": capture.pk, "payment": payment.pk, "purpose": "checkout"}]
    assert work_off_events(now) == 0


def test_one_charge_in_ten_events_has_one_effect(db: None, now: datetime) -> None:
    payment = make.payment(now)
    for number in range(10):
        events.keep("sandbox", captured(payment, f"evt_{number}"), now=now)
    assert work_off_events(now) == 10
    one(payment)


def test_ten_workers_at_once_work_an_event_off_once(committed_db: CommittedDatabase, now: datetime) -> None:
    payment = make.payment(now)
    events.keep("sandbox", captured(payment), now=now)
    assert at_once(*[lambda: work_off_events(now)] * 10) == ["done"] * 10
    one(payment)
    assert ProviderEvent.objects.get().attempts == 1


def test_money_of_an_unknown_payment_is_kept_aside(db: None, now: datetime) -> None:
    events.keep("sandbox", captured(None), now=now)
    assert work_off_events(now) == 1
    assert lines() == [("capture:sandbox:ch1", "provider:sandbox", "suspense", 700)]
    assert check_all(now) == []


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [({"amount_minor": 100}, "short"), ({"currency": "JPY"}, "foreign"), ({"amount_minor": 99_999}, "over")],
)
def test_a_genuine_event_with_the_wrong_money_pays_nothing(
    db: None, now: datetime, changed: dict[str, Any], verdict: str
) -> None:
    events.keep("sandbox", captured(make.payment(now), **changed), now=now)
    assert work_off_events(now) == 1
    assert Capture.objects.get().verdict == verdict
    assert told("capture.recorded") == []


def test_what_cannot_be_read_is_tried_ten_times_and_then_waits_for_the_desk(db: None, now: datetime) -> None:
    events.keep("sandbox", captured(None, amount_minor="700"), now=now)
    for hour in range(12):
        assert work_off_events(now + timedelta(hours=hour)) == 0
    event = ProviderEvent.objects.get()
    assert (event.attempts, event.handled_at, event.dead_at) == (10, None, now + timedelta(hours=9))
    assert event.error == "GatewayError: an amount nobody can read: '700'"
    by = Actor(Role.OPERATOR, 7)
    assert [events.send_again(event, now=now + timedelta(days=1), actor=by) for _time in range(2)] == [True, False]
    record = AuditRecord.objects.get(subject_type="event")
    assert (record.subject_id, record.action, record.actor_role, record.actor_id) == (
        event.pk,
        "work_again",
        "operator",
        7,
    )
    assert record.data == {"source": "sandbox", "type": "charge.captured"}
    assert work_off_events(now + timedelta(days=1)) == 0
    event.refresh_from_db()
    assert (event.attempts, event.dead_at) == (1, None)


def test_one_that_fails_does_not_stop_the_others(db: None, now: datetime) -> None:
    payment = make.payment(now)
    events.keep("sandbox", captured(None, "evt_0", amount_minor=-1), now=now)
    events.keep("sandbox", captured(payment), now=now)
    assert work_off_events(now) == 1
    one(payment)


def test_after_a_failure_it_waits_longer_each_time(db: None, now: datetime) -> None:
    events.keep("sandbox", captured(None, amount_minor=-1), now=now)
    waits = []
    for _ in range(4):
        due = ProviderEvent.objects.get().due_at
        work_off_events(due)
        waits.append((ProviderEvent.objects.get().due_at - due).total_seconds())
    assert waits == [1, 5, 30, 120]


@pytest.mark.parametrize("point", ["event.handled", "record_capture.between", "record_capture.after"])
def test_a_worker_killed_in_the_middle_leaves_a_lease_that_runs_out(
    committed_db: CommittedDatabase, now: datetime, point: str
) -> None:
    payment = make.payment(now)
    events.keep("sandbox", captured(payment), now=now)
    with failpoints.armed(point, _killed), pytest.raises(SystemExit):
        work_off_events(now)
    assert work_off_events(now) == 0
    assert work_off_events(now + events.LEASE) == 1
    one(payment)


def _killed() -> None:
    raise SystemExit


def test_who_fails_too_late_does_not_call_back_what_another_has_handled(db: None, now: datetime) -> None:
    events.keep("courier", Event("evt_1", "parcel.delivered", {"data": {}}), now=now)

    def overtaken(event: ProviderEvent, at: datetime) -> None:
        ProviderEvent.objects.filter(pk=event.pk).update(handled_at=at)
        raise OSError

    assert events.work_off({"courier": overtaken}, now=now) == 0
    event = ProviderEvent.objects.get()
    assert (event.handled_at, event.due_at, event.error) == (now, now, "")


def test_events_of_other_sources_are_left_to_their_owners(db: None, now: datetime) -> None:
    events.keep("courier", Event("evt_1", "parcel.delivered", {"data": {}}), now=now)
    assert work_off_events(now) == 0
    assert ProviderEvent.objects.get().attempts == 0
