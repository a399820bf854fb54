"""Many orders at once, each for itself: one that refuses does not stop the others."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import Actor, Role
from core.errors import DomainError
from marketplace.api.resources.my_shop import Selling
from marketplace.api.schema import operation
from marketplace.api.serializers import many_orders as shapes
from marketplace.catalog.models import Shop
from marketplace.orders.actions.start_packing import start_packing
from marketplace.orders.models import Order


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
        return self.act(lambda now: self._pack(shop, chosen, now))

    def _pack(self, shop: Shop, chosen: list[str], now: datetime) -> Any:
        found = dict(
            Order.objects.filter(shop=shop, reference__in=chosen).order_by("pk").values_list("reference", "pk")
        )
        missing = [
            {"order": reference, "code": "not_found", "detail": _("There is nothing here, or it is not yours.")}
            for reference in chosen
            if reference not in found
        ]
        packed, refused = [], missing
        for reference, number in found.items():
            try:
                with transaction.atomic():
                    start_packing(number, now=now, actor=Actor(Role.SELLER, self.user.pk))
            except DomainError as error:
                refused.append({"order": reference, "code": error.code, "detail": error.words})
            else:
                packed.append(reference)
        return shapes.Packed({"packed": packed, "refused": refused}).data
