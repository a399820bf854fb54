"""What is suspended of a person's, and the one appeal."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import Actor, Role
from marketplace.api.models import Scope
from marketplace.api.pages import Pages
from marketplace.api.resource import Resource
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import suspensions as shapes
from marketplace.suspensions.actions.appeal_suspension import appeal_suspension
from marketplace.suspensions.models import Kind, Suspension
from marketplace.suspensions.queries import history_of, promises

TAG = "Your account"


def _rows(page: list[Suspension]) -> Any:
    due = promises(one for one in page if one.appeal_waits)
    return shapes.SuspensionRow([shapes.suspension_row(one, due.get(one.pk)) for one in page], many=True).data


class Suspensions(Resource):
    @operation(
        "list_suspensions",
        "Your suspensions and those of your shop, latest first",
        tag=TAG,
        answer=page_of(shapes.SuspensionRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        return Response(Pages("-at", "-pk").take(history_of(self.user), request, _rows))


class Appeal(Resource):
    to_act = (Scope.BUY, Scope.SELL)

    @operation(
        "appeal_suspension",
        "Say why a suspension is wrong, once",
        tag=TAG,
        takes=shapes.Appealing,
        answer=shapes.SuspensionRow,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        one = get_object_or_404(history_of(self.user), pk=number)
        asked = self.body(shapes.Appealing)
        who = Actor(Role.SELLER if one.subject_type == Kind.SHOP else Role.BUYER, self.user.pk)

        def appeal(now: datetime) -> Any:
            return _rows([appeal_suspension(one.pk, **asked, now=now, actor=who)])[0]

        return self.act(appeal)
