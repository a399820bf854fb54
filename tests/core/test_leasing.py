"""Leases: the oldest first, one worker each, and each try counted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from core import deadlines, outbox
from core.effects import Effects, Message, OpenDeadline, Subject, write
from core.models import Deadline, OutboxMessage
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once

SECOND = timedelta(seconds=1)


def tell(now: datetime, ages: Sequence[int]) -> None:
    """A message of each age in seconds, named by it."""
    for age in ages:
        write(Effects(messages=(Message(1, f"of:{age}", "hold.released", {"hold": 1}),)), now=now - age * SECOND)


def keys(messages: Sequence[OutboxMessage]) -> list[str]:
    return [message.key for message in messages]


@pytest.mark.django_db
def test_the_oldest_are_taken_first_and_their_tries_counted(now: datetime) -> None:
    tell(now, [2, 9, 5, 0])
    first = outbox.lease_due(now=now, limit=3)
    assert (keys(first), keys(outbox.lease_due(now=now))) == (["of:9", "of:5", "of:2"], ["of:0"])
    assert [(one.attempts, one.leased_until, one.payload) for one in first] == [
        (1, now + outbox.LEASE, {"hold": 1})
    ] * 3
    assert keys(outbox.lease_due(now=now + outbox.LEASE - SECOND)) == []
    again = outbox.lease_due(now=now + outbox.LEASE)
    assert [one.attempts for one in again] == [2, 2, 2, 2]


@pytest.mark.django_db
def test_of_several_kinds_the_oldest_are_taken_and_the_others_left(now: datetime) -> None:
    for kind, age in (("ship", 5), ("ship", 3), ("pay", 4), ("pay", 1), ("other", 9)):
        promise = OpenDeadline(Subject("order", age, 1), kind, now - age * SECOND)
        write(Effects(deadlines=(promise,)), now=now - 9 * SECOND)
    taken = deadlines.lease_due(["pay", "ship", "review"], now=now, limit=3)
    assert [(one.kind, one.subject_id) for one in taken] == [("ship", 5), ("pay", 4), ("ship", 3)]
    assert set(Deadline.objects.filter(leased_until=None).values_list("kind", flat=True)) == {"other", "pay"}


def test_workers_that_come_together_share_what_is_due(committed_db: CommittedDatabase, now: datetime) -> None:
    tell(now, range(40))
    taken: list[str] = []
    at_once([lambda: taken.extend(keys(outbox.lease_due(now=now, limit=15)))] * 4)
    assert len(taken) == len(set(taken))
    taken += keys(outbox.lease_due(now=now))
    assert sorted(taken) == sorted(f"of:{age}" for age in range(40))
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {1}


def test_what_somebody_holds_is_passed_over(committed_db: CommittedDatabase, now: datetime) -> None:
    tell(now, [2, 1])
    taken: list[str] = []
    with transaction.atomic():
        OutboxMessage.objects.select_for_update().get(key="of:2")
        at_once([lambda: taken.extend(keys(outbox.lease_due(now=now)))])
    assert taken == ["of:1"]
    assert keys(outbox.lease_due(now=now)) == ["of:2"]
