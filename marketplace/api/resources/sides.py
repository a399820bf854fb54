"""Whose order it is: of each, one side buys and one sells. Everybody else finds nothing."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied

from core.actor import Role
from core.kept import Kept
from marketplace.api.serializers import orders as shapes
from marketplace.orders.models import Order
from marketplace.trade.facts import with_facts
from marketplace.trade.representation import describe
from marketplace.users.models import User


def as_side(user: User | int, role: Role, *, order: str = "") -> Q:
    """What `user` has as buyer or as shop; `order` leads from the rows to their order ("order__")."""
    return Q(**{f"{order}buyer": user} if role == Role.BUYER else {f"{order}shop__owner": user})


def of_either_side(user: User | int, *, order: str = "") -> Q:
    """As `as_side`, whichever it is."""
    return as_side(user, Role.BUYER, order=order) | as_side(user, Role.SELLER, order=order)


_ORDER = Kept(
    "order_of_either_side",
    lambda user, reference: with_facts(Order.objects.filter(of_either_side(user), reference=reference)),
    int,
    str,
)


def side_of(order: Order, user: User) -> Role:
    """Which of the order's sides `user` is, who is one of them."""
    return Role.BUYER if order.buyer_id == user.pk else Role.SELLER


def find_order(user: User, reference: str) -> tuple[Order, Role]:
    """An order with that reference, and which of its sides `user` is. Raises Http404 for everybody else."""
    order = _ORDER.first(user.pk, reference)
    if order is None:
        raise Http404
    return order, side_of(order, user)


def refuse_other_side(role: Role, may: Collection[Role]) -> None:
    """Tell one side of an order that an act is the other's to do."""
    if role not in may:
        raise PermissionDenied(_("This is for the other side of the order to do."), "other_side")


def whole_order(order: Order, role: Role, now: datetime) -> Any:
    """Everything about an order, as JSON for one of its sides."""
    return shapes.WholeOrder(shapes.whole_order(describe(order, role, now))).data
