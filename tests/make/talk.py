"""Conversations of the tests, by the same actions as a person's clicks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from core.actor import Actor, Role
from marketplace.catalog.models import Shop
from marketplace.catalog.pictures import take_all
from marketplace.conversations.actions.ask_shop import ask_shop
from marketplace.conversations.actions.mark_read import mark_read
from marketplace.conversations.actions.write_message import write_about_order, write_message
from marketplace.conversations.models import Message, Thread
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests.make.catalog import NOW, shop
from tests.make.orders import buyer_of, seller_of
from tests.make.users import user


def question(
    words: str = "Is it this year’s tea?", *, buyer: User | None = None, to: Shop | None = None, now: datetime = NOW
) -> Message:
    """Somebody asks a shop."""
    asker = buyer or user("Lin Yue")
    return ask_shop((to or shop()).pk, words=words, now=now, actor=Actor(Role.BUYER, asker.pk))


def answer(to: Message, words: str = "From this April.", *, now: datetime = NOW) -> Message:
    """The shop answers in the same thread."""
    thread = Thread.objects.select_related("shop").get(pk=to.thread_id)
    return write_message(thread.pk, words=words, now=now, actor=Actor(Role.SELLER, thread.shop.owner_id))


def looked_at(thread: Thread, by: Role, *, now: datetime = NOW) -> bool:
    """A side reads everything there is."""
    found = Thread.objects.select_related("shop").get(pk=thread.pk)
    return mark_read(found.pk, up_to=found.last_at, now=now, actor=Actor(by, found.owner_of(by)))


def letter(
    order: Order,
    words: str = "Please ring twice.",
    *,
    by: Role = Role.BUYER,
    photos: Sequence[Any] = (),
    now: datetime = NOW,
) -> Message:
    """One side of an order writes about it."""
    actor = buyer_of(order) if by is Role.BUYER else seller_of(order)
    return write_about_order(order.pk, words=words, photos=take_all(photos), now=now, actor=actor)
