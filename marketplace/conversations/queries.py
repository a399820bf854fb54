"""What pages ask about conversations."""

from typing import TypedDict

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from core.actor import Role
from marketplace.catalog.models import Shop
from marketplace.claims.models import Claim
from marketplace.conversations.models import Message, Photo, Reading, Report, Subject, Thread
from marketplace.conversations.writing import OTHER
from marketplace.orders.models import Order
from marketplace.users.models import User


def of_buyer(user: User) -> QuerySet[Thread]:
    """A buyer's threads, the newest word first; `is_unread` says whether the shop wrote since."""
    return _with_unread(Thread.objects.filter(buyer=user), Role.BUYER)


def of_shop(shop: Shop) -> QuerySet[Thread]:
    """A shop's threads, as `of_buyer`."""
    return _with_unread(Thread.objects.filter(shop=shop), Role.SELLER)


def unread_threads(threads: QuerySet[Thread], role: Role) -> QuerySet[Thread]:
    """Those in which the other side wrote something that `role` has not read."""
    return threads.filter(Exists(_newer(role)))


class Shown(TypedDict):
    """A picture of a message: its number, and the digest of the bytes as they were sent."""

    pk: int
    sha256: str


def said_in(*, thread: Thread | None = None, order: Order | None = None) -> QuerySet[Message]:
    """Everything that was said in a thread, or about an order, the newest first. One query, with what questions are
    about and `shown`, the pictures (`Shown`).
    """
    pictures = Photo.objects.filter(message=OuterRef("pk")).order_by("pk")
    shown = ArraySubquery(pictures.values(one=JSONObject(pk="pk", sha256="sha256")))
    said = Message.objects.filter(**({"thread": thread} if order is None else {"thread__order": order}))
    return said.select_related("thread", "listing").annotate(shown=shown).order_by("-at")


def readings_of(thread: Thread) -> list[Reading]:
    """When each side looked at a thread, in order."""
    return list(Reading.objects.filter(thread=thread).order_by("at", "pk"))


def open_reports() -> QuerySet[Report]:
    """Those nobody has closed, oldest first."""
    return Report.objects.filter(closed_at=None).select_related("reporter").order_by("at", "pk")


def is_reported(thread: Thread) -> bool:
    """Whether a message of it was ever reported."""
    said = Message.objects.filter(thread=thread).values("pk")
    return Report.objects.filter(subject=Subject.MESSAGE, subject_id__in=said).exists()


def may_be_read_by_the_desk(thread: Thread, operator_id: int) -> bool:
    """Whether a message of it was reported, or its order has a claim, and the operator is no side of it. Three queries
    at most.
    """
    if operator_id in {thread.buyer_id, thread.shop.owner_id}:
        return False
    if thread.order_id is not None and Claim.objects.filter(order=thread.order_id).exists():
        return True
    return is_reported(thread)


def _with_unread(threads: QuerySet[Thread], role: Role) -> QuerySet[Thread]:
    found = threads.annotate(is_unread=Exists(_newer(role)))
    return found.select_related("shop__owner", "buyer", "order").order_by("-last_at", "-pk")


def _newer(role: Role) -> QuerySet[Message]:
    name = "buyer_read_at" if role is Role.BUYER else "seller_read_at"
    theirs = Message.objects.filter(thread=OuterRef("pk"), role=OTHER[role].value)
    return theirs.filter(Q(**{f"thread__{name}": None}) | Q(at__gt=F(f"thread__{name}")))
