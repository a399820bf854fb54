"""What people report, as they and the desk read it."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from marketplace.api.serializers.amounts import Number
from marketplace.api.serializers.choice import Choice
from marketplace.api.serializers.talk import MessageRow, message_row
from marketplace.conversations.actions.report import LONGEST
from marketplace.conversations.models import Ground, Report, Subject
from marketplace.trade.reports import of_report
from marketplace.trade.talk import whole


class Reporting(serializers.Serializer[Any]):
    """What is reported, by its `id`, and why."""

    subject = Choice(Subject.choices)
    id = Number()
    ground = Choice(Ground.choices)
    words = serializers.CharField(max_length=LONGEST, required=False, allow_blank=True, default="")


class ReportRow(serializers.Serializer[Any]):
    """What you reported. `answer` says what the desk did about it, once it is closed."""

    id = serializers.IntegerField()
    subject = Choice(Subject.choices)
    subject_id = serializers.IntegerField()
    ground = Choice(Ground.choices)
    words = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField(allow_blank=True)


class DeskReport(ReportRow):
    """A report at the desk, with who made it and who closed it."""

    reporter = serializers.CharField(allow_blank=True)
    closed_by = serializers.CharField(allow_blank=True)


class Reported(serializers.Serializer[Any]):
    """What it is about: its words or name (empty: it is no longer there), who is answerable, and the shop."""

    text = serializers.CharField(allow_blank=True)
    person = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    shop = serializers.CharField(allow_null=True)


class WholeReport(DeskReport):
    """With what it is about, and the whole conversation around a message."""

    about = Reported()
    said = MessageRow(many=True)
    page = serializers.CharField()


class Closing(serializers.Serializer[Any]):
    """What was done; whoever reported it reads this."""

    answer = serializers.CharField(max_length=LONGEST)


ROW = ("subject", "subject_id", "ground", "words", "at", "closed_at", "answer")


def report_row(report: Report) -> dict[str, Any]:
    return {"id": report.pk, **{name: getattr(report, name) for name in ROW}}


def desk_report(report: Report) -> dict[str, Any]:
    people = {"reporter": report.reporter, "closed_by": report.closed_by}
    return {**report_row(report), **{who: person.name if person else "" for who, person in people.items()}}


def whole_report(report: Report) -> dict[str, Any]:
    what = of_report(report)
    said = whole(what.thread) if what.thread else []
    return {
        **desk_report(report),
        "about": {
            "text": what.text,
            "person": what.of.pk if what.of else None,
            "name": what.of.name if what.of else "",
            "shop": what.shop.slug if what.shop else None,
        },
        "said": [message_row(one, "api:desk_message_photo") for one in said],
        "page": settings.SITE_URL + reverse("staff:report", args=[report.pk]),
    }
