"""Webhooks: where a shop's programs listen, what was sent to them, and what an event looks like."""

from typing import Any

from rest_framework import serializers

from marketplace.api.serializers.choice import Choice
from marketplace.webhooks.events import EVENTS, TEST
from marketplace.webhooks.models import LONGEST_URL, Delivery, Endpoint, Kind, State, Why


class Wants(serializers.Serializer[Any]):
    """What an endpoint is for, and which kinds of events it wants."""

    description = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")
    kinds = serializers.ListField(child=Choice(Kind.choices), min_length=1, max_length=len(Kind))


class NewEndpoint(Wants):
    """`url` begins with https:// and leads to public addresses alone."""

    url = serializers.CharField(max_length=LONGEST_URL)


class EndpointRow(serializers.Serializer[Any]):
    """`state`: on, paused (by you), stopped (by us: `why`). `old_until`: until then the secret before signs as well."""

    id = serializers.IntegerField()
    url = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    kinds = serializers.ListField(child=Choice(Kind.choices))
    state = Choice(["on", "paused", "stopped"])
    why = Choice(Why.choices, allow_null=True)
    made_at = serializers.DateTimeField()
    failing_since = serializers.DateTimeField(allow_null=True)
    old_until = serializers.DateTimeField(allow_null=True)


class EndpointWithSecret(EndpointRow):
    """`secret` is shown in this answer alone. Given again under the same Idempotency-Key it is null once another was
    made.
    """

    secret = serializers.CharField(allow_null=True)


class Switched(serializers.Serializer[Any]):
    """Whether anything is sent."""

    on = serializers.BooleanField()


class DeliveryRow(serializers.Serializer[Any]):
    """One event on its way to one endpoint. `event` is its webhook-id; `status`, `problem`, `answer` and `took`
    (milliseconds) are those of the last try.
    """

    id = serializers.IntegerField()
    event = serializers.CharField()
    type = serializers.CharField()
    order = serializers.CharField(allow_null=True)
    state = Choice(State.choices)
    made_at = serializers.DateTimeField()
    tries = serializers.IntegerField()
    next_try_at = serializers.DateTimeField(allow_null=True)
    tried_at = serializers.DateTimeField(allow_null=True)
    status = serializers.IntegerField(allow_null=True)
    problem = serializers.CharField(allow_blank=True)
    answer = serializers.CharField(allow_blank=True)
    took = serializers.IntegerField(allow_null=True)


class EventData(serializers.Serializer[Any]):
    """What the event is about: read more at `url`."""

    order = serializers.CharField(required=False)
    claim = serializers.IntegerField(required=False)
    payout = serializers.IntegerField(required=False)
    endpoint = serializers.IntegerField(required=False)
    url = serializers.CharField()


class Event(serializers.Serializer[Any]):
    """What your program is sent. New types and fields may come: pass over what you do not know."""

    type = Choice([*EVENTS.items(), (TEST, "You asked for a test.")])
    version = serializers.IntegerField()
    timestamp = serializers.DateTimeField()
    data = EventData()  # type: ignore[assignment]  # a field, whatever serializers call so


def endpoint_row(endpoint: Endpoint) -> dict[str, Any]:
    state = "stopped" if endpoint.stopped_at else "paused" if endpoint.paused_at else "on"
    return {
        "id": endpoint.pk,
        "url": endpoint.url,
        "description": endpoint.description,
        "kinds": endpoint.kinds,
        "state": state,
        "why": endpoint.stopped_why or None,
        "made_at": endpoint.made_at,
        "failing_since": endpoint.failing_since,
        "old_until": endpoint.old_until,
    }


def delivery_row(delivery: Delivery) -> dict[str, Any]:
    return {
        "id": delivery.pk,
        "event": delivery.event,
        "type": delivery.type,
        "order": delivery.reference or None,
        "state": delivery.state,
        "made_at": delivery.made_at,
        "tries": delivery.attempts,
        "next_try_at": delivery.due_at,
        "tried_at": delivery.tried_at,
        "status": delivery.status,
        "problem": delivery.problem,
        "answer": delivery.answer,
        "took": delivery.took,
    }
