"""What the frame of every page shows about its reader: counts and roles, in one query, and none for a visitor.

A visitor's basket is known by a token in the session; without one, nothing is asked.
"""

from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from psycopg2.extensions import AsIs

from core.actor import Role
from core.reading import Question
from core.site_name import site_name
from escrow.states import HoldState
from marketplace.catalog.models import Shop
from marketplace.conversations.models import Thread
from marketplace.conversations.queries import unread_threads
from marketplace.notifications.models import Notification
from marketplace.orders.models import BasketLine, Order
from marketplace.orders.visitors import SESSION_KEY
from marketplace.suspensions.models import Kind
from marketplace.suspensions.queries import open_ones
from marketplace.users.models import User

#: Stands for the reader's id; no row has it.
NOBODY = -(2**62)


class Reader:
    """The facts of one request's reader, asked for when the page first needs one of them."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def facts(self) -> dict[str, Any]:
        """Counts and roles by name. One query at most."""
        user = getattr(self.request, "user", None)
        if user is not None and user.is_authenticated:
            return _of_user(user.pk)
        token = self.request.session.get(SESSION_KEY) if hasattr(self.request, "session") else None
        return {"basket_count": _of_session(token)} if token else {}


def site(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: site_name, demo, basket_count, orders_open, notices_unread, talks_unread (the buyer's),
    shop_unread, is_seller, is_operator, is_suspended, shop_suspended.
    """
    reader = Reader(request)
    user = getattr(request, "user", None)
    return {
        "site_name": site_name(),
        "demo": settings.DEMO,
        "basket_count": SimpleLazyObject(lambda: reader.facts.get("basket_count", 0)),
        "orders_open": SimpleLazyObject(lambda: reader.facts.get("orders_open", 0)),
        "notices_unread": SimpleLazyObject(lambda: reader.facts.get("notices_unread", 0)),
        "talks_unread": SimpleLazyObject(lambda: reader.facts.get("talks_unread", 0)),
        "shop_unread": SimpleLazyObject(lambda: reader.facts.get("shop_unread", 0)),
        "is_seller": SimpleLazyObject(lambda: reader.facts.get("is_seller", False)),
        "is_suspended": SimpleLazyObject(lambda: reader.facts.get("is_suspended", False)),
        "shop_suspended": SimpleLazyObject(lambda: reader.facts.get("shop_suspended", False)),
        "is_operator": SimpleLazyObject(lambda: bool(user and user.is_authenticated and user.is_staff)),
    }


def _of_user(user_id: int) -> dict[str, Any]:
    names, question = _question()
    return dict(zip(names, question.first(user_id) or (), strict=False))


@cache
def _question() -> tuple[tuple[str, ...], Question]:
    """The names of the facts, and the question that answers them to a reader's id.

    Put together once in a process and planned once a connection: every page asks it, and Django and the planner take
    longer over its eight parts than reading them does.
    """
    mine = OuterRef("pk")
    open_states = (HoldState.AWAITING_PAYMENT, HoldState.HELD)
    basket = BasketLine.objects.filter(basket__owner=mine).values("basket").annotate(n=Sum("quantity"))
    orders = Order.objects.filter(buyer=mine, hold__state__in=open_states).order_by().values("buyer")
    notices = Notification.objects.filter(user=mine, read_at=None).order_by().values("user")
    suspended = open_ones().filter(person=mine)
    talks = unread_threads(Thread.objects.filter(buyer=mine), Role.BUYER).order_by().values("buyer")
    ours = unread_threads(Thread.objects.filter(shop__owner=mine), Role.SELLER).order_by().values("shop__owner")
    facts = {
        "basket_count": _number(basket),
        "orders_open": _number(orders.annotate(n=Count("pk"))),
        "notices_unread": _number(notices.annotate(n=Count("pk"))),
        "talks_unread": _number(talks.annotate(n=Count("pk"))),
        "shop_unread": _number(ours.annotate(n=Count("pk"))),
        "is_seller": Exists(Shop.objects.filter(owner=mine)),
        "is_suspended": Exists(suspended.filter(subject_type=Kind.PERSON)),
        "shop_suspended": Exists(suspended.filter(subject_type=Kind.SHOP)),
    }
    sql, given = User.objects.filter(pk=NOBODY).values(**facts).query.sql_with_params()
    with connection.cursor() as cursor:
        statement = cursor.mogrify(sql, [AsIs("$1") if value == NOBODY else value for value in given])
    return tuple(facts), Question("read_reader", statement.decode())


def _number(query: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(query.values("n")), Value(0), output_field=IntegerField())


def _of_session(token: str) -> int:
    total: int | None = BasketLine.objects.filter(basket__session=token).aggregate(n=Sum("quantity"))["n"]
    return total or 0
