"""Many orders at once."""

from typing import Any

from rest_framework import serializers

MOST_AT_ONCE = 100


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
