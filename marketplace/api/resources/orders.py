"""Orders, for both of their sides, and what either may do about one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.actor import Actor, Role
from marketplace.api.models import Scope
from marketplace.api.pages import Pages
from marketplace.api.resource import Resource
from marketplace.api.schema import CURSOR, LIMIT, View, operation, page_of
from marketplace.api.serializers import orders as shapes
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.models import Order
from marketplace.trade.facts import gather, with_facts
from marketplace.trade.representation import describe
from marketplace.trade.status import in_tab
from marketplace.users.models import User


def find(user: User, reference: str) -> tuple[Order, Role]:
    """An order with that reference, and which of its sides `user` is. Raises Http404 for everybody else."""
    both = Q(buyer=user) | Q(shop__owner=user)
    order = with_facts(Order.objects.filter(both, reference=reference)).first()
    if order is None:
        raise Http404
    return order, Role.BUYER if order.buyer_id == user.pk else Role.SELLER


class Orders(Resource):
    @operation(
        "list_orders",
        "Your orders, latest first",
        tag="Orders",
        answer=page_of(shapes.OrderRow),
        query=[shapes.Which, CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        asked = shapes.Which(data=request.query_params)
        asked.is_valid(raise_exception=True)
        role = Role(asked.validated_data["as"])
        whose = Q(buyer=self.user) if role == Role.BUYER else Q(shop__owner=self.user)
        found = with_facts(in_tab(Order.objects.filter(whose), asked.validated_data["tab"])).prefetch_related("lines")
        now = clock.now()

        def rows(page: list[Order]) -> Any:
            return shapes.OrderRow([shapes.order_row(facts, role, now) for facts in gather(page)], many=True).data

        return Response(Pages("-placed_at", "-pk").take(found, request, rows))


class OneOrder(Resource):
    @operation(
        "read_order",
        "One order: where the money is, what you can do about it and what follows",
        tag="Orders",
        answer=shapes.WholeOrder,
    )
    def get(self, request: Request, reference: str) -> Response:
        order, role = find(self.user, reference)
        return Response(_whole(order, role, clock.now()))


def _whole(order: Order, role: Role, now: datetime) -> Any:
    return shapes.WholeOrder(shapes.whole_order(describe(order, role, now))).data


Do = Callable[[Order, dict[str, Any], datetime, Actor], object]


class Act(Resource):
    """An act on an order, POSTed. `of` are the sides that may do it; a token needs the scope of its owner's side."""

    takes: ClassVar[type[serializers.Serializer[Any]]] = shapes.Nothing
    of: ClassVar[tuple[Role, ...]] = (Role.BUYER, Role.SELLER)
    to_act = (Scope.BUY, Scope.SELL)

    def carry_out(self, reference: str, do: Do) -> Response:
        """Read what was sent, do it under the request's key, answer the order as it stands then."""
        order, role = find(self.user, reference)
        if role not in self.of:
            raise PermissionDenied(_("This is for the other side of the order to do."), "other_side")
        self.need(Scope.BUY if role == Role.BUYER else Scope.SELL)
        asked = self.takes(data=self.request.data)
        asked.is_valid(raise_exception=True)

        def act(now: datetime) -> Any:
            do(order, asked.validated_data, now, Actor(role, self.user.pk))
            return _whole(find(self.user, reference)[0], role, now)

        return self.act(act)


def described(
    name: str, summary: str, takes: type[serializers.Serializer[Any]] | None = None
) -> Callable[[View], View]:
    """The schema of an act on an order."""
    return operation(name, summary, tag="Orders", takes=takes, answer=shapes.WholeOrder, method="post")


class Packing(Act):
    of = (Role.SELLER,)

    @described("start_packing", "Seller: mark as being packed")
    def post(self, request: Request, reference: str) -> Response:
        return self.carry_out(reference, lambda order, _given, now, by: start_packing(order.pk, now=now, actor=by))


class Shipment(Act):
    of = (Role.SELLER,)
    takes = shapes.Shipped

    @described("ship_order", "Seller: hand the parcel over, also again after it went astray", shapes.Shipped)
    def post(self, request: Request, reference: str) -> Response:
        return self.carry_out(
            reference,
            lambda order, given, now, by: ship_order(order.pk, given["carrier"], given["number"], now=now, actor=by),
        )


class Receipt(Act):
    of = (Role.BUYER,)

    @described("confirm_receipt", "Buyer: the goods are right; the money goes to the shop at once")
    def post(self, request: Request, reference: str) -> Response:
        return self.carry_out(reference, lambda order, _given, now, by: confirm_receipt(order.pk, now=now, actor=by))


class Extension(Act):
    takes = shapes.Extension

    @described("extend_window", "More time to look at the goods", shapes.Extension)
    def post(self, request: Request, reference: str) -> Response:
        return self.carry_out(
            reference,
            lambda order, given, now, by: extend_window(order.pk, now=now, actor=by, seconds=given.get("seconds")),
        )


class Cancellation(Act):
    takes = shapes.Reason

    @described("cancel_order", "Cancel the order; what was paid goes back", shapes.Reason)
    def post(self, request: Request, reference: str) -> Response:
        return self.carry_out(
            reference,
            lambda order, given, now, by: cancel_order(order.pk, now=now, actor=by, reason=given["reason"]),
        )
