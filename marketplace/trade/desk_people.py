"""People and shops as the desk finds them: whom a word means, and the lists one looks in."""

from collections.abc import Mapping

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import words
from marketplace.orders.models import Order
from marketplace.suspensions.queries import open_ones
from marketplace.trade.status import with_status
from marketplace.users.models import User

LONGEST = 100
#: So many of somebody's orders stand on their page.
SHOWN = 10

#: The lists, in their order; each with what its people have in common.
LISTS: Mapping[str, tuple[Promise, Q]] = {
    "all": (_("Everybody"), Q()),
    "suspended": (_("Suspended"), Q(any_suspended=True)),
    "shops": (_("With a shop"), Q(shop__isnull=False)),
    "operators": (_("Operators"), Q(is_staff=True)),
}


def asked(text: str) -> str:
    """What was typed to look for, as it is looked for."""
    return words.one_line(text)[:LONGEST]


def found(text: str) -> QuerySet[User]:
    """People whose name, address or shop's name holds the text, with `any_suspended`; latest first."""
    people = User.objects.annotate(any_suspended=Exists(open_ones().filter(person=OuterRef("pk"))))
    if text:
        people = people.filter(
            Q(name__icontains=text)
            | Q(email__icontains=text)
            | Q(shop__name__icontains=text)
            | Q(shop__second_name__icontains=text)
        )
    return people.select_related("shop").order_by("-date_joined", "-pk")


def counted(people: QuerySet[User]) -> dict[str, int]:
    """How many stand in each list. One query."""
    counts = {name: Count("pk", filter=which) if which else Count("pk") for name, (_words, which) in LISTS.items()}
    return people.order_by().aggregate(**counts)


def latest_orders(orders: QuerySet[Order], operator_id: int) -> QuerySet[Order]:
    """The last few, with `.status`, both sides, and `.own` where this operator is one of them. One query."""
    latest = with_status(orders).select_related("hold", "shop", "buyer").order_by("-placed_at", "-pk")
    told: QuerySet[Order] = latest.annotate(own=Q(buyer=operator_id) | Q(shop__owner=operator_id))
    return told[:SHOWN]
