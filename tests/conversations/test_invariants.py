"""Each invariant of conversations is broken on purpose, and is the one that is named."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from core.actor import Role
from escrow.invariants import check_site
from marketplace.catalog.models import Shop
from marketplace.conversations import invariants
from marketplace.conversations.models import Message, Thread
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _one_of_each(now: datetime) -> None:
    """A message about an order, with a picture, that was read, and a question."""
    written = make.letter(make.paid_order(now=now), "", photos=[make.picture()], now=now)
    make.looked_at(written.thread, Role.SELLER, now=now)
    make.question(now=now)


def _another_buyer() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE orders_order SET buyer_id = %s", [make.user().pk])


def _write_as_the_shop() -> None:
    thread = Thread.objects.filter(order=None).get()
    Thread.objects.filter(pk=thread.pk).update(buyer=Shop.objects.get(pk=thread.shop_id).owner)


def _say_nothing() -> None:
    thread = Thread.objects.filter(order=None).get()
    at = thread.last_at + DAY
    Message.objects.create(id=10**9, thread=thread, role="buyer", author=thread.buyer, at=at)
    Thread.objects.filter(pk=thread.pk).update(last_at=at)


BREAKS: dict[str, Callable[[], object]] = {
    "a_conversation_is_between_the_sides_of_its_order": _another_buyer,
    "messages_are_by_their_side": _write_as_the_shop,
    "a_message_says_or_shows_something": _say_nothing,
    "a_conversation_knows_its_newest_message": lambda: Thread.objects.filter(order=None).update(
        last_at=Message.objects.earliest("at").at - DAY
    ),
    "a_read_mark_is_that_of_a_reading": lambda: Thread.objects.filter(order=None).update(
        seller_read_at=Message.objects.earliest("at").at
    ),
}


def test_all_is_well_with_one_of_each(now: datetime) -> None:
    _one_of_each(now)
    assert check_site(now) == []


def test_every_invariant_has_a_test_that_breaks_it() -> None:
    assert tuple(BREAKS) == invariants.NAMES


@pytest.mark.parametrize("name", list(BREAKS))
def test_the_broken_invariant_is_named(name: str, now: datetime) -> None:
    _one_of_each(now)
    BREAKS[name]()
    assert [broken.name for broken in invariants.check_all(now)] == [name]
