"""Notices in words, for the page and for mail: what happened, and where the order's money stands now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from core.actor import Role
from core.money import Money
from marketplace.notifications.models import Notification
from marketplace.notifications.spoken_of import NOTHING, SpokenOf, spoken_of
from marketplace.notifications.topics import telling_of
from marketplace.orders.models import Order
from marketplace.trade.custody import CustodyLine
from marketplace.trade.facts import Facts, gather, with_facts
from marketplace.trade.line import custody_line
from marketplace.trade.phrases import amount
from marketplace.users.models import User

#: Whose page of an order a notice leads to.
PAGES = {Role.BUYER: "buyers:order", Role.SELLER: "sellers:order", Role.OPERATOR: "staff:order"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice as its person reads it. `line` is the order's custody line now; None when it is about no order, or
    when a newer notice on the page speaks of the same one. `reason` is what the desk wrote. `address` is the path of
    the page it leads to, which is that of an order when it has a `reference`, or of a conversation (`talk`).
    """

    at: datetime
    text: str
    unread: bool
    line: CustodyLine | None = None
    reason: str = ""
    address: str = ""
    reference: str = ""
    talk: bool = False


def notices_of(user: User) -> QuerySet[Notification]:
    """A person's notices, latest first."""
    return Notification.objects.filter(user=user).order_by("-at", "-id")


def unread_count(user: User) -> int:
    return Notification.objects.filter(user=user, read_at=None).count()


def put_aside(newest: Notification, now: datetime) -> None:
    """Its person's program says that they have seen this notice and all before it: none of them is new any more.

    It proves nothing: only a person who looks at a page, or the letter, is proof (see `proof`).
    """
    seen = Q(at__lt=newest.at) | Q(at=newest.at, pk__lte=newest.pk)
    Notification.objects.filter(seen, user=newest.user_id, read_at=None).update(read_at=now)


def read(
    notifications: Sequence[Notification], now: datetime, about: Mapping[int, Facts] | None = None
) -> list[Notice]:
    """The notices in the active language. As many queries as `facts_of`, none of these when its answer is handed in
    (`about`); one more for each other type that is there.
    """
    about = facts_of(notifications) if about is None else about
    others = spoken_of(notifications)
    told: set[int] = set()
    found = []
    for notification in notifications:
        facts = about.get(notification.subject_id) if notification.subject_type == "order" else None
        newest = facts is not None and facts.order.pk not in told
        other = others.get(notification.pk, NOTHING)
        found.append(_notice(notification, facts, other, now, with_line=newest))
        told |= {facts.order.pk} if facts else set()
    return found


def facts_of(notifications: Iterable[Notification]) -> dict[int, Facts]:
    """The orders that these speak of, by id, in whatever language. As many queries as `gather`, and one."""
    wanted = {one.subject_id for one in notifications if one.subject_type == "order"}
    orders = with_facts(Order.objects.filter(pk__in=wanted)) if wanted else ()
    return {facts.order.pk: facts for facts in gather(orders)}


def _notice(
    notification: Notification, facts: Facts | None, other: SpokenOf, now: datetime, *, with_line: bool
) -> Notice:
    role = Role(notification.payload["as"])
    row = telling_of(notification.topic, role, notification.payload)
    money = Money(notification.payload["amount"], notification.payload["currency"])
    parts = {"amount": amount(money), "reference": "", "shop": "", "buyer": "", **other.parts}
    if facts:
        order = facts.order
        parts |= {"reference": order.reference, "shop": order.shop.shown_name, "buyer": order.buyer.name}
    return Notice(
        at=notification.at,
        text=str(row.words).format(**parts) if row else "",
        unread=notification.read_at is None,
        line=custody_line(facts, role, now) if facts and with_line else None,
        reason=other.reason,
        address=reverse(PAGES[role], args=[facts.order.reference]) if facts else other.address,
        reference=facts.order.reference if facts else "",
        talk=notification.subject_type == "thread",
    )
