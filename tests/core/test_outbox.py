from datetime import datetime, timedelta

import pytest

from core import outbox
from core.actor import Actor, Role
from core.effects import Effects, Message, write
from core.models import AuditRecord, OutboxMessage

pytestmark = pytest.mark.django_db
OPERATOR = Actor(Role.OPERATOR, 7)


def tell(now: datetime, key: str = "hold:1:released") -> None:
    write(Effects(messages=(Message(1, key, "hold.released", {"hold": 1}),)), now=now)


def test_a_message_reaches_every_subscriber_once(now: datetime) -> None:
    tell(now)
    heard: list[tuple[str, str]] = []
    subscriptions = {
        "hold.released": [
            lambda message, at: heard.append(("first", message.key)),
            lambda message, at: heard.append(("second", message.key)),
        ]
    }
    assert outbox.deliver_due(subscriptions, now=now) == 1
    assert outbox.deliver_due(subscriptions, now=now) == 0
    assert heard == [("first", "hold:1:released"), ("second", "hold:1:released")]


def test_the_same_fact_is_one_message(now: datetime) -> None:
    tell(now)
    tell(now)
    assert OutboxMessage.objects.count() == 1


def test_a_topic_nobody_listens_to_counts_as_delivered(now: datetime) -> None:
    tell(now)
    assert outbox.deliver_due({}, now=now) == 1


def test_a_failing_subscriber_is_tried_later_and_rarer_until_it_is_a_dead_letter(now: datetime) -> None:
    tell(now)

    def deaf(message: OutboxMessage, at: datetime) -> None:
        raise OSError(f"no line for {message.key} in {at:%Y}")

    waits, moment = [], now
    for _ in range(outbox.ATTEMPTS):
        assert outbox.deliver_due({"hold.released": [deaf]}, now=moment) == 0
        row = OutboxMessage.objects.get()
        waits.append(int((row.due_at - moment).total_seconds()))
        moment = row.due_at
    assert waits == [1, 5, 30, 120, 600, 1800, 1800, 1800, 1800, 1800]
    assert (row.dead_at is not None, row.error) == (True, "OSError: no line for hold:1:released in 2026")
    assert outbox.lease_due(now=moment + timedelta(days=9)) == []


def test_who_fails_too_late_does_not_call_back_what_another_has_delivered(now: datetime) -> None:
    tell(now)

    def overtaken(message: OutboxMessage, at: datetime) -> None:
        OutboxMessage.objects.filter(pk=message.pk).update(delivered_at=at, attempts=outbox.ATTEMPTS)
        raise OSError

    assert outbox.deliver_due({"hold.released": [overtaken]}, now=now) == 0
    message = OutboxMessage.objects.get()
    assert (message.delivered_at, message.dead_at, message.error) == (now, None, "")


def test_a_dead_letter_can_be_sent_again(now: datetime) -> None:
    tell(now)
    OutboxMessage.objects.update(dead_at=now, attempts=outbox.ATTEMPTS)
    assert outbox.send_again(OutboxMessage.objects.get(), now=now, actor=OPERATOR)
    heard: list[int] = []
    assert outbox.deliver_due({"hold.released": [lambda message, at: heard.append(message.pk)]}, now=now) == 1
    assert len(heard) == 1


def test_who_had_a_dead_letter_sent_again_stands_in_the_record_once(now: datetime) -> None:
    tell(now)
    OutboxMessage.objects.update(dead_at=now, attempts=outbox.ATTEMPTS)
    letter = OutboxMessage.objects.get()
    assert [outbox.send_again(letter, now=now, actor=OPERATOR) for _time in range(2)] == [True, False]
    record = AuditRecord.objects.get()
    assert (record.subject_type, record.subject_id, record.book_id, record.action) == (
        "letter",
        letter.pk,
        1,
        "send_again",
    )
    assert (record.actor_role, record.actor_id, record.at, record.data) == (
        "operator",
        7,
        now,
        {"topic": "hold.released"},
    )
