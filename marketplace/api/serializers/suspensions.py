"""Suspensions, as whom they concern reads them."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext
from rest_framework import serializers

from marketplace.api.serializers.available import AvailableAction, offered
from marketplace.api.serializers.choice import Choice
from marketplace.suspensions.imposing import LONGEST
from marketplace.suspensions.models import Kind, Suspension
from marketplace.trade.offers import Offer


class SuspensionRow(serializers.Serializer[Any]):
    """You (`person`), or your `shop`: why and since when, your one appeal, and what came of it.

    `due_at` is until when somebody who did not suspend is to decide about the appeal; null when nobody is, or is late.
    """

    id = serializers.IntegerField()
    of = Choice(Kind.values)
    reason = serializers.CharField()
    at = serializers.DateTimeField()
    appeal = serializers.CharField(allow_blank=True)
    appealed_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    kept_reason = serializers.CharField(allow_blank=True)
    kept_at = serializers.DateTimeField(allow_null=True)
    lifted_reason = serializers.CharField(allow_blank=True)
    lifted_at = serializers.DateTimeField(allow_null=True)
    available_actions = AvailableAction(many=True)


class Appealing(serializers.Serializer[Any]):
    words = serializers.CharField(max_length=LONGEST)


def suspension_row(one: Suspension, due_at: datetime | None) -> dict[str, Any]:
    told = ("reason", "at", "appeal", "appealed_at", "kept_reason", "kept_at", "lifted_reason", "lifted_at")
    return {
        "id": one.pk,
        "of": one.subject_type,
        **{name: getattr(one, name) for name in told},
        "due_at": due_at,
        "available_actions": [_appealing(one)] if one.is_open and one.appealed_at is None else [],
    }


def _appealing(one: Suspension) -> dict[str, Any]:
    offer = Offer("appeal_suspension", pgettext("verb", "Appeal"), "", "")
    return offered(offer, reverse("api:suspension_appeal", args=[one.pk]))
