"""What pages ask about conversations."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from core.actor import Role
from marketplace.catalog.models import Shop
from marketplace.conversations.models import Message, Report, Subject, Thread
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


def said_in(thread: Thread) -> QuerySet[Message]:
    """Everything that was said, oldest first, with authors and pictures. Two queries."""
    said = Message.objects.filter(thread=thread).select_related("author", "listing")
    return said.prefetch_related("photos").order_by("at", "pk")


def thread_of(order: Order) -> Thread | None:
    """The conversation about an order, with its two sides."""
    return Thread.objects.filter(order=order).select_related("shop", "buyer").first()


def open_reports() -> QuerySet[Report]:
    """Those nobody has closed, oldest first."""
    return Report.objects.filter(closed_at=None).select_related("reporter").order_by("at", "pk")


def is_reported(thread: Thread) -> bool:
    """Whether a message of it was ever reported: then the desk may read it."""
    said = Message.objects.filter(thread=thread).values("pk")
    return Report.objects.filter(subject=Subject.MESSAGE, subject_id__in=said).exists()


def _with_unread(threads: QuerySet[Thread], role: Role) -> QuerySet[Thread]:
    found = threads.annotate(is_unread=Exists(_newer(role)))
    return found.select_related("shop__owner", "buyer", "order").order_by("-last_at", "-pk")


def _newer(role: Role) -> QuerySet[Message]:
    name = "buyer_read_at" if role is Role.BUYER else "seller_read_at"
    theirs = Message.objects.filter(thread=OuterRef("pk"), role=OTHER[role].value)
    return theirs.filter(Q(**{f"thread__{name}": None}) | Q(at__gt=F(f"thread__{name}")))
