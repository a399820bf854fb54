"""Who has seen what, and since when: exactly what stood on the page, once, and never less afterwards."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from core.actor import Actor, Role
from core.errors import DomainError
from escrow.invariants import check_site
from marketplace.conversations.actions.mark_read import mark_read
from marketplace.conversations.models import Message, Reading, Thread
from marketplace.conversations.queries import unread_threads
from marketplace.trade.talk import whole
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once

MINUTE = timedelta(minutes=1)
BUYER, SELLER = Role.BUYER, Role.SELLER


def _read(message: Message, by: Role, now: datetime) -> bool:
    thread = Thread.objects.select_related("shop").get(pk=message.thread_id)
    return mark_read(thread.pk, up_to=message.at, now=now, actor=Actor(by, thread.owner_of(by)))


def _read_at(thread: Thread) -> list[datetime | None]:
    """When each message was first seen by whoever it was for, as the desk reads it."""
    found = Thread.objects.select_related("shop", "buyer").get(pk=thread.pk)
    return [one.read_at for one in whole(found)]


def test_what_was_seen_is_read_since_then_and_nothing_else(db: None, now: datetime) -> None:
    order = make.paid_order(now=now)
    first, second = make.letter(order, now=now), make.letter(order, now=now)
    make.letter(order, by=SELLER, now=now)
    assert [_read(first, SELLER, now + MINUTE), _read(first, SELLER, now + 2 * MINUTE)] == [True, False]
    assert unread_threads(Thread.objects.all(), SELLER).exists()
    assert _read(second, SELLER, now + 3 * MINUTE)
    assert not unread_threads(Thread.objects.all(), SELLER).exists()
    assert _read_at(first.thread) == [now + MINUTE, now + 3 * MINUTE, None]
    assert list(Reading.objects.order_by("at").values_list("role", "up_to")) == [
        ("seller", first.at),
        ("seller", second.at),
    ]
    assert check_site(now) == []


def test_what_was_written_in_one_moment_is_told_apart(db: None, now: datetime) -> None:
    order = make.paid_order(now=now)
    moments = [make.letter(order, by=by, now=now).at for by in (BUYER, SELLER, BUYER)]
    assert moments == [now, now + timedelta(microseconds=1), now + timedelta(microseconds=2)]
    # An act that began before another one and came after it stands behind it as well.
    assert make.letter(order, now=now - MINUTE).at > moments[-1]


def test_ones_own_words_are_nothing_new(db: None, now: datetime) -> None:
    written = make.letter(make.paid_order(now=now), now=now)
    assert _read(written, BUYER, now + MINUTE) is False
    assert (_read_at(written.thread), Reading.objects.count()) == ([None], 0)


def test_nobody_reads_for_somebody_else(db: None, now: datetime) -> None:
    written = make.letter(make.paid_order(now=now), now=now)
    thread = written.thread
    for actor in (
        Actor(SELLER, thread.buyer_id),
        Actor(BUYER, thread.shop.owner_id),
        Actor(SELLER, make.shop().owner_id),
        Actor(Role.OPERATOR, make.operator().pk),
    ):
        with pytest.raises(DomainError) as refusal:
            mark_read(thread.pk, up_to=written.at, now=now, actor=actor)
        assert refusal.value.code == "not_yours"
    assert _read_at(thread) == [None]


def test_reading_against_reading_against_writing(committed_db: CommittedDatabase, now: datetime) -> None:
    order = make.paid_order(now=now)
    first = make.letter(order, now=now)
    later = now + MINUTE
    acts: list[Callable[[], object]] = [
        partial(_read, first, SELLER, later),
        partial(_read, first, SELLER, later),
        partial(make.letter, order, now=now),
    ]
    assert at_once(acts) == ["done"] * 3
    assert _read_at(first.thread) == [later, None]
    assert check_site(later) == []
