"""A conversation as its reader sees it: who said what, what it is about, and whether the other side has read it."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.actor import Role
from marketplace.catalog.wordings import Wording, wording
from marketplace.conversations import queries
from marketplace.conversations.models import Message, Photo, Thread
from marketplace.conversations.writing import OTHER


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `goods` is what a question is about; `read` whether the other side has seen this one of the reader's
    own, said only at the newest.
    """

    message: Message
    name: str
    mine: bool
    photos: tuple[Photo, ...]
    goods: Wording | None = None
    read: bool | None = None


def said(thread: Thread, reader: Role | None) -> list[Said]:
    """The whole thread, oldest first, as one of its sides reads it, or (None) the desk. Three queries at most."""
    names = names_of(thread)
    found = [
        Said(
            message,
            names[Role(message.role)],
            reader is not None and message.role == reader.value,
            tuple(message.photos.all()),
            wording(message.listing.title, message.listing.second_title) if message.listing else None,
        )
        for message in queries.said_in(thread)
    ]
    if found and found[-1].mine and reader is not None:
        last = found[-1]
        found[-1] = Said(last.message, last.name, last.mine, last.photos, last.goods, _has_read(thread, reader, last))
    return found


def names_of(thread: Thread) -> dict[Role, str]:
    """What the two sides are called."""
    return {Role.BUYER: thread.buyer.name, Role.SELLER: thread.shop.shown_name}


def _has_read(thread: Thread, reader: Role, last: Said) -> bool:
    at = thread.seller_read_at if OTHER[reader] is Role.SELLER else thread.buyer_read_at
    return at is not None and at >= last.message.at


@dataclass(frozen=True, slots=True)
class Row:
    """One thread in a list: with whom, its newest words, and whether they are new to the reader."""

    thread: Thread
    name: str
    last: str
    mine: bool
    unread: bool


def rows(threads: Iterable[Thread], reader: Role) -> list[Row]:
    """Threads read by `queries.of_buyer` or `of_shop`. One query for the newest words of all."""
    found = list(threads)
    newest = {
        message.thread_id: message
        for message in Message.objects.filter(thread__in=found).order_by("thread", "-at", "-pk").distinct("thread")
    }
    return [_row(thread, newest.get(thread.pk), reader) for thread in found]


def _row(thread: Thread, newest: Message | None, reader: Role) -> Row:
    return Row(
        thread,
        names_of(thread)[OTHER[reader]],
        newest.words if newest else "",
        newest is not None and newest.role == reader.value,
        thread.is_unread,  # type: ignore[attr-defined]  # annotated
    )
