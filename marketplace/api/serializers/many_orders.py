"""Many orders at once."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from marketplace.trade.packing import MOST_AT_ONCE, Packing


class ChosenOrders(serializers.Serializer[Any]):
    """Your shop's orders, by their numbers."""

    orders = serializers.ListField(child=serializers.CharField(max_length=40), min_length=1, max_length=MOST_AT_ONCE)


class RefusedOrder(serializers.Serializer[Any]):
    order = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField()


class Packed(serializers.Serializer[Any]):
    """Those that are being packed now, and why the others are not."""

    packed = serializers.ListField(child=serializers.CharField())
    refused = RefusedOrder(many=True)


def packed(made: Packing, chosen: Collection[str]) -> dict[str, Any]:
    """Of what was `chosen`; what is not the shop's is not found."""
    unknown = _("There is nothing here, or it is not yours.")
    refused = [_refused(one, "not_found", unknown) for one in chosen if one not in {*made.packed, *made.refused}]
    refused += [_refused(one, error.code, error.words) for one, error in made.refused.items()]
    return {"packed": made.packed, "refused": refused}


def _refused(order: str, code: str, detail: str) -> dict[str, str]:
    return {"order": order, "code": code, "detail": detail}
