"""Many orders at once, each for itself: one that refuses does not stop the others."""

from datetime import datetime
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import Actor, Role
from marketplace.api.resources.my_shop import Selling
from marketplace.api.schema import operation
from marketplace.api.serializers import many_orders as shapes
from marketplace.trade.packing import pack_each


class ManyPacking(Selling):
    @operation(
        "pack_many",
        "Seller: mark orders as being packed",
        tag="Orders",
        takes=shapes.ChosenOrders,
        answer=shapes.Packed,
        method="post",
    )
    def post(self, request: Request) -> Response:
        shop = self.shop
        asked = self.body(shapes.ChosenOrders)
        chosen = list(dict.fromkeys(asked["orders"]))

        def pack(now: datetime) -> Any:
            made = pack_each(shop, chosen, now=now, actor=Actor(Role.SELLER, self.user.pk))
            return shapes.Packed(shapes.packed(made, chosen)).data

        return self.act(pack)
