"""What a person was told."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from marketplace.api.models import Scope
from marketplace.api.pages import Pages
from marketplace.api.resource import Resource
from marketplace.api.resources.leaving import TAG
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import account as shapes
from marketplace.notifications.models import Notification
from marketplace.notifications.reading import notices_of, put_aside, read, unread_count


class Notices(Resource):
    @operation(
        "list_notices",
        "What you were told, latest first",
        tag=TAG,
        answer=page_of(shapes.NoticeRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        now = clock.now()

        def rows(page: list[Notification]) -> Any:
            found = zip(page, read(page, now), strict=True)
            return shapes.NoticeRow([shapes.notice_row(one, told) for one, told in found], many=True).data

        return Response(Pages("-at", "-pk").take(notices_of(self.user), request, rows))


class NoticesReading(Resource):
    to_act = (Scope.BUY, Scope.SELL)

    @operation(
        "put_notices_aside",
        "Say up to which notice you have seen all",
        tag=TAG,
        takes=shapes.SeenNotice,
        answer=shapes.Unread,
        method="post",
    )
    def post(self, request: Request) -> Response:
        asked = self.body(shapes.SeenNotice)
        newest = get_object_or_404(notices_of(self.user), pk=asked["notice"])

        def note(now: datetime) -> Any:
            put_aside(newest, now)
            return shapes.Unread({"unread": unread_count(self.user)}).data

        return self.act(note)
