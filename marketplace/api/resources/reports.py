"""Saying that something is not right, and what the desk does about it."""

from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import Actor, Role
from marketplace.api.models import Scope
from marketplace.api.pages import Pages
from marketplace.api.resource import Resource
from marketplace.api.resources.desk import TAG as DESK
from marketplace.api.resources.desk import AtTheDesk
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of, picture
from marketplace.api.serializers import reports as shapes
from marketplace.api.serializers.photos import Which
from marketplace.conversations.actions.report import close_report, refuse_own, report
from marketplace.conversations.models import Photo, Report
from marketplace.conversations.queries import may_be_read_by_the_desk, open_reports
from marketplace.trade import claim_photos
from marketplace.trade.of_others import of_others


class Reports(Resource):
    to_act = (Scope.BUY, Scope.SELL)

    @operation(
        "list_reports",
        "What you reported, latest first",
        tag="Reports",
        answer=page_of(shapes.ReportRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        def rows(page: list[Report]) -> Any:
            return shapes.ReportRow([shapes.report_row(one) for one in page], many=True).data

        return Response(Pages("-at", "-pk").take(Report.objects.filter(reporter=self.user), request, rows))

    @operation(
        "report",
        "Report a message, goods, a review or a shop",
        tag="Reports",
        takes=shapes.Reporting,
        answer=shapes.ReportRow,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        given = self.body(shapes.Reporting)
        why = {name: given[name] for name in ("ground", "words")}
        who = Actor(Role.BUYER, self.user.pk)

        def act(now: datetime) -> Any:
            return shapes.ReportRow(
                shapes.report_row(report(given["subject"], given["id"], **why, now=now, actor=who))
            ).data

        return self.act(act, status=201)


class DeskReports(AtTheDesk):
    @operation(
        "list_desk_reports",
        "Reports that nobody has closed and that do not concern you, oldest first",
        tag=DESK,
        answer=page_of(shapes.DeskReport),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        def rows(page: list[Report]) -> Any:
            return shapes.DeskReport([shapes.desk_report(one) for one in page], many=True).data

        return Response(Pages("at", "pk").take(of_others(open_reports(), self.user.pk), request, rows))


def reported(number: int, operator_id: int) -> Any:
    """A report as this operator reads it. Raises Http404; DomainError own_report."""
    found = get_object_or_404(Report.objects.select_related("reporter", "closed_by"), pk=number)
    refuse_own(found, operator_id)
    return shapes.WholeReport(shapes.whole_report(found)).data


class DeskReport(AtTheDesk):
    @operation(
        "read_desk_report",
        "One report, with what it is about and the conversation around it",
        tag=DESK,
        answer=shapes.WholeReport,
        may_refuse=True,
    )
    def get(self, request: Request, number: int) -> Response:
        return Response(reported(number, self.user.pk))


class ReportClosing(AtTheDesk):
    @operation(
        "close_report",
        "Say what was done about a report, and close it",
        tag=DESK,
        takes=shapes.Closing,
        answer=shapes.WholeReport,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        get_object_or_404(Report, pk=number)
        asked = self.body(shapes.Closing)

        def act(now: datetime) -> Any:
            close_report(number, **asked, now=now, actor=self.actor)
            return reported(number, self.user.pk)

        return self.act(act)


class DeskMessagePhoto(AtTheDesk):
    @picture("read_desk_message_photo", "A picture of a conversation, as WebP", tag=DESK, query=[Which])
    def get(self, request: Request, number: int) -> FileResponse:
        asked = self.query(Which)
        found = get_object_or_404(Photo.objects.select_related("message__thread"), pk=number)
        if not may_be_read_by_the_desk(found.message.thread, self.user.pk):
            raise Http404
        return claim_photos.opened(found, small=asked["small"])
