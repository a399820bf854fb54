"""Orders, for both of their sides: many, and one whole. What may be done about one: `order_acts`."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.actor import Role
from marketplace.api.pages import Pages
from marketplace.api.resource import Resource
from marketplace.api.resources.sides import as_side, find_order, whole_order
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import orders as shapes
from marketplace.orders.models import Order
from marketplace.trade.facts import gather, with_facts
from marketplace.trade.status import in_tab


class Orders(Resource):
    @operation(
        "list_orders",
        "Your orders, latest first",
        tag="Orders",
        answer=page_of(shapes.OrderRow),
        query=[shapes.Which, CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        asked = self.query(shapes.Which)
        role = Role(asked["as"])
        mine = in_tab(Order.objects.filter(as_side(self.user, role)), asked["tab"], role)
        found = with_facts(mine).prefetch_related("lines")
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
        order, role = find_order(self.user, reference)
        return Response(whole_order(order, role, clock.now()))
