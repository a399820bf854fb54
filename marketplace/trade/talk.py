"""A conversation as its reader sees it: who said what, what it is about, and when the other side read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from core.actor import Role
from marketplace.catalog.cards import address
from marketplace.catalog.models import Listing, ListingState
from marketplace.catalog.wordings import Wording, wording
from marketplace.conversations import queries
from marketplace.conversations.models import Message, Reading, Thread
from marketplace.conversations.queries import Shown
from marketplace.conversations.writing import OTHER
from marketplace.orders.models import Order
from marketplace.trade.review_page import short_name

PER_PAGE = 40
#: So many stand on the page of an order, and beside a claim.
ON_THE_ORDER, BESIDE = 2, 10


@dataclass(frozen=True, slots=True)
class Said:
    """One message. `new` when its reader sees it for the first time; `dated` when it says whether and when
    (`read_at`) the other side read it; `goods` is what a question is about.
    """

    message: Message
    name: str
    mine: bool
    new: bool
    photos: Sequence[Shown] = ()
    dated: bool = False
    read_at: datetime | None = None

    @property
    def goods(self) -> Wording | None:
        """What it asks about, by name."""
        about = self.message.listing
        return wording(about.title, about.second_title) if about else None

    @property
    def goods_address(self) -> str:
        """Where that is; empty once it was taken down."""
        about: Listing | None = self.message.listing
        return address(about) if about and about.state == ListingState.LIVE else ""


def page_of(thread: Thread, reader: Role, number: str | None) -> tuple[list[Said], "Page[Message]"]:
    """A page of a thread, the newest first of all, as one of its sides reads it, oldest first. Three queries."""
    page = Paginator(queries.said_in(thread=thread), PER_PAGE).get_page(number)
    return read(thread, page.object_list, reader)[::-1], page


def whole(thread: Thread) -> list[Said]:
    """All of it, oldest first, as the desk reads it. Two queries."""
    return read(thread, queries.said_in(thread=thread), None)[::-1]


def read(thread: Thread, messages: Iterable[Message], reader: Role | None) -> list[Said]:
    """Messages of a thread (`queries.said_in`), in their order, as one of its sides reads them, or (None) the desk. One
    query besides theirs.
    """
    names, readings = names_of(thread), queries.readings_of(thread)
    return [_said(one, names, reader, readings) for one in messages]


def latest_about(order: Order, reader: Role | None, most: int) -> list[Said]:
    """The newest messages about an order, oldest first, for one of its sides, or (None) the desk. One query."""
    found = list(queries.said_in(order=order)[:most])
    names = {Role.BUYER: order.buyer.name, Role.SELLER: order.shop.shown_name}
    return [_said(one, names, reader, None) for one in found][::-1]


def names_of(thread: Thread) -> dict[Role, str]:
    """What the two sides are called. A shop reads the whole name of who ordered; of who asks, as everybody reads it."""
    buyer = thread.buyer.name if thread.order_id else short_name(thread.buyer.name)
    return {Role.BUYER: buyer, Role.SELLER: thread.shop.shown_name}


def _said(message: Message, names: dict[Role, str], reader: Role | None, readings: Sequence[Reading] | None) -> Said:
    """`readings` of None: it is not said what was read."""
    role = Role(message.role)
    mine = role is reader
    mark = None if reader is None else message.thread.read_mark(reader)
    shown: Sequence[Shown] = message.shown  # type: ignore[attr-defined]  # annotated
    theirs = [one for one in readings or () if one.role == OTHER[role].value and one.up_to >= message.at]
    return Said(
        message,
        names[role],
        mine,
        new=reader is not None and not mine and (mark is None or mark < message.at),
        photos=shown,
        dated=readings is not None and (mine or reader is None),
        read_at=theirs[0].at if theirs else None,
    )


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
        for message in Message.objects.filter(thread__in=found).order_by("thread", "-at").distinct("thread")
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
