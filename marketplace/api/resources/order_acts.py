"""What either side may do about an order. Each act answers the order as it stands then."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.actor import Actor, Role
from marketplace.api.models import SCOPES, Scope
from marketplace.api.resource import Resource
from marketplace.api.resources.sides import find_order, refuse_other_side, whole_order
from marketplace.api.schema import View, operation
from marketplace.api.serializers import orders as shapes
from marketplace.api.serializers.buying import Destination
from marketplace.claims.actions.ask_to_cancel import ask_to_cancel
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.change_address import change_address
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.actions.extend_window import extend_window
from marketplace.orders.actions.name_refund_account import name_refund_account
from marketplace.orders.actions.ship_order import ship_order
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.destination import Destination as Place
from marketplace.orders.models import Order

Do = Callable[[Order, dict[str, Any], datetime, Actor], object]


class Act(Resource):
    """An act on an order, POSTed. `of` are the sides that may do it; a token needs the scope of its owner's side."""

    takes: ClassVar[type[serializers.Serializer[Any]]] = shapes.Nothing
    of: ClassVar[tuple[Role, ...]] = (Role.BUYER, Role.SELLER)
    to_act = (Scope.BUY, Scope.SELL)

    def carry_out(self, reference: str, do: Do) -> Response:
        """Read what was sent, do it under the request's key, answer the order as it stands then."""
        order, role = find_order(self.user, reference)
        refuse_other_side(role, self.of)
        self.need(SCOPES[role])
        asked = self.body(self.takes)

        def act(now: datetime) -> Any:
            do(order, asked, now, Actor(role, self.user.pk))
            return whole_order(find_order(self.user, reference)[0], role, now)

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


class CancellationRequest(Act):
    of = (Role.BUYER,)
    takes = shapes.Why

    @described("ask_to_cancel", "Buyer: ask the shop to cancel while it packs", shapes.Why)
    def post(self, request: Request, reference: str) -> Response:
        return self.carry_out(
            reference,
            lambda order, given, now, by: ask_to_cancel(order.pk, words=given["words"], now=now, actor=by),
        )


class RefundAccount(Act):
    of = (Role.BUYER,)
    takes = shapes.BankAccount

    @described("name_refund_account", "Buyer: a bank account for money that could not go back", shapes.BankAccount)
    def post(self, request: Request, reference: str) -> Response:
        return self.carry_out(
            reference, lambda order, given, now, by: name_refund_account(order, **given, now=now, actor=by)
        )


class OrderAddress(Resource):
    to_act = (Scope.BUY,)

    @operation(
        "change_address",
        "Buyer: send the order somewhere else, until it is being packed",
        tag="Orders",
        takes=Destination,
        answer=shapes.WholeOrder,
        method="put",
    )
    def put(self, request: Request, reference: str) -> Response:
        order, role = find_order(self.user, reference)
        refuse_other_side(role, (Role.BUYER,))
        asked = self.body(Destination)
        now = clock.now()
        change_address(order.pk, Place(**asked), now=now, actor=Actor(role, self.user.pk))
        return Response(whole_order(find_order(self.user, reference)[0], role, now))
