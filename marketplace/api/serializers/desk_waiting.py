"""What waits at the desk without being anybody's case: promised times, notices, dead letters; and how the site goes."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from core.models import Deadline, OutboxMessage
from escrow.payments.models import ProviderEvent
from marketplace.api.serializers.amounts import Amount
from marketplace.api.serializers.choice import Choice
from marketplace.claims.states import ClaimState
from marketplace.trade.overview import AGES, Group, Overview
from marketplace.trade.periods import PERIODS, Period
from marketplace.trade.tried_again import TriedAgain
from marketplace.trade.untold import Untold


class WhichDeadlines(serializers.Serializer[Any]):
    """Of one kind alone."""

    kind = serializers.CharField(max_length=32, required=False, allow_blank=True, default="")


class DeadlineRow(serializers.Serializer[Any]):
    """A promised time that has not ended: of what `kind`, about what (`subject`, `subject_id`), in whose book.

    While `paused` its clock stands still. One that `needs_notice` has no effect before its person has been told,
    `noticed_at`. `error` is why acting on it failed last.
    """

    id = serializers.IntegerField()
    kind = serializers.CharField()
    subject = serializers.CharField()
    subject_id = serializers.IntegerField()
    book = serializers.IntegerField()
    due_at = serializers.DateTimeField()
    paused = serializers.BooleanField()
    needs_notice = serializers.BooleanField()
    noticed_at = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField(allow_blank=True)


class Unreached(serializers.Serializer[Any]):
    """Whom to tell, and where."""

    id = serializers.IntegerField()
    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField()


class UntoldRow(DeadlineRow):
    """A time that has passed without effect. Of a claim: whom it would take something from, and what; its order."""

    person = Unreached(allow_null=True)
    consequence = serializers.CharField(allow_blank=True)
    claim = serializers.IntegerField(allow_null=True)
    order = serializers.CharField(allow_null=True)
    address = serializers.CharField()


class TriedAgainRow(serializers.Serializer[Any]):
    at = serializers.DateTimeField()
    operator = serializers.CharField(allow_blank=True)


class DeadRow(serializers.Serializer[Any]):
    """What failed so often that it waits for an operator: how often, why last, since when; null: it is tried again.
    `tried_again` says which operators had it tried, the latest first.
    """

    id = serializers.IntegerField()
    attempts = serializers.IntegerField()
    error = serializers.CharField(allow_blank=True)
    dead_at = serializers.DateTimeField(allow_null=True)
    tried_again = TriedAgainRow(many=True)
    address = serializers.CharField()


class LetterRow(DeadRow):
    """A message to others: on what `topic`, about which fact (`key`)."""

    topic = serializers.CharField()
    key = serializers.CharField()
    created_at = serializers.DateTimeField()


class EventRow(DeadRow):
    """What a provider or courier (`source`) reported, under its own `event_id`."""

    source = serializers.CharField()  # type: ignore[assignment]  # a field of that name, not the serializer's own
    event_id = serializers.CharField()
    type = serializers.CharField()
    received_at = serializers.DateTimeField()


class WhichDays(serializers.Serializer[Any]):
    """So many days until today: 30 by the day, the others by the week."""

    days = Choice([period.days for period in PERIODS], required=False, default=PERIODS[0].days)


class PieceRow(serializers.Serializer[Any]):
    """A day, or a week from `start`: what went to shops, without our charge, and back to buyers in it; what was held
    and what was the host’s own (`cover`) when it ended.
    """

    start = serializers.DateField()
    released = Amount()
    refunded = Amount()
    held = Amount()
    cover = Amount()


class AgeRow(serializers.Serializer[Any]):
    """Open claims younger than so many days, and not in a row before; null: all that are older."""

    under_days = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    claims = serializers.IntegerField()
    asked = Amount()


class StateRow(serializers.Serializer[Any]):
    """Open claims that wait for the same."""

    state = Choice(ClaimState.choices)
    name = serializers.CharField()
    claims = serializers.IntegerField()
    asked = Amount()


class HowItGoes(serializers.Serializer[Any]):
    """`held` and `cover` are those of now, `released` and `refunded` sums over the period, whose `pieces` stand oldest
    first; `claims` are those open now, and what they ask for together.
    """

    days = serializers.IntegerField()
    weekly = serializers.BooleanField()
    held = Amount()
    cover = Amount()
    released = Amount()
    refunded = Amount()
    pieces = PieceRow(many=True)
    claims = serializers.IntegerField()
    asked = Amount()
    by_age = AgeRow(many=True)
    by_state = StateRow(many=True)


def deadline_row(deadline: Deadline) -> dict[str, Any]:
    return {
        "id": deadline.pk,
        "kind": deadline.kind,
        "subject": deadline.subject_type,
        "subject_id": deadline.subject_id,
        "book": deadline.book_id,
        "due_at": deadline.due_at,
        "paused": deadline.remainder is not None,
        "needs_notice": deadline.notice_wait is not None,
        "noticed_at": deadline.noticed_at,
        "error": deadline.error,
    }


def untold_row(one: Untold) -> dict[str, Any]:
    return {
        **deadline_row(one.deadline),
        "person": one.person,
        "consequence": one.consequence,
        "claim": one.claim.pk if one.claim else None,
        "order": one.claim.order.reference if one.claim else None,
        "address": reverse("api:desk_told", args=[one.deadline.pk]),
    }


def letter_row(letter: OutboxMessage, again: list[TriedAgain]) -> dict[str, Any]:
    told = ("topic", "key", "created_at")
    return {**_dead(letter, again, "api:desk_send_again"), **{name: getattr(letter, name) for name in told}}


def event_row(event: ProviderEvent, again: list[TriedAgain]) -> dict[str, Any]:
    told = ("source", "event_id", "type", "received_at")
    return {**_dead(event, again, "api:desk_work_again"), **{name: getattr(event, name) for name in told}}


def _dead(row: OutboxMessage | ProviderEvent, again: list[TriedAgain], place: str) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("attempts", "error", "dead_at")}
    return {"id": row.pk, **told, "tried_again": again, "address": reverse(place, args=[row.pk])}


def how_it_goes(period: Period, site: Overview) -> dict[str, Any]:
    latest = site.pieces[-1]
    return {
        "days": period.days,
        "weekly": period.weekly,
        "held": latest.held,
        "cover": latest.cover,
        **{name: getattr(site, name) for name in ("released", "refunded", "pieces", "claims", "asked")},
        "by_age": [_age(group) for group in site.by_age],
        "by_state": [{"state": group.code, **_group(group)} for group in site.by_state],
    }


def _age(group: Group) -> dict[str, Any]:
    last, _name = AGES[-1]
    return {"under_days": None if group.code == last else group.code, **_group(group)}


def _group(group: Group) -> dict[str, Any]:
    return {"name": group.name, "claims": group.claims, "asked": group.asked}
