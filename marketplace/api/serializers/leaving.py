"""What is a person's own, to take with them; and that they left."""

from typing import Any

from rest_framework import serializers


class Rows(serializers.ListField):
    """So many objects, each with its facts by name."""

    child = serializers.DictField()


class OwnData(serializers.Serializer[Any]):
    """All that is kept of you and by you: money in minor units, times in UTC. `shop` is null without one."""

    person = serializers.DictField()
    addresses = Rows()
    bought = Rows()
    refunds = Rows()
    claims = Rows()
    said_about_claims = Rows()
    messages = Rows()
    reviews = Rows()
    shop = serializers.DictField(allow_null=True)


class ClosedAccount(serializers.Serializer[Any]):
    closed_at = serializers.DateTimeField()
