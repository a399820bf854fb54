"""Who I am, where I have goods sent, and the end of my other sessions."""

from datetime import datetime
from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from marketplace.api.models import Scope
from marketplace.api.pages import Pages
from marketplace.api.resource import Resource
from marketplace.api.resources.leaving import TAG
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import account as shapes
from marketplace.api.serializers.buying import Destination
from marketplace.orders.destination import Destination as Place
from marketplace.orders.destination import forget, remember
from marketplace.orders.models import Address
from marketplace.users.models import User
from marketplace.users.person import edit_person, sign_out_everywhere


def _shown(person: User) -> Any:
    return shapes.OwnAccount(shapes.own_account(person)).data


class OwnAccount(Resource):
    to_act = (Scope.BUY, Scope.SELL)

    @operation("read_account", "Who you are here", tag=TAG, answer=shapes.OwnAccount)
    def get(self, request: Request) -> Response:
        return Response(_shown(self.user))

    @operation(
        "edit_account",
        "Change your name, and how letters to you are written",
        tag=TAG,
        takes=shapes.PersonFacts,
        answer=shapes.OwnAccount,
        method="patch",
    )
    def patch(self, request: Request) -> Response:
        asked = self.body(shapes.PersonFacts)
        return Response(_shown(edit_person(self.user.pk, **asked)))


class SessionsEnding(Resource):
    to_act = (Scope.BUY, Scope.SELL)

    @operation(
        "end_sessions",
        "Sign yourself out of every browser but this one",
        tag=TAG,
        answer=shapes.EndedSessions,
        method="post",
    )
    def post(self, request: Request) -> Response:
        def end(now: datetime) -> Any:
            person = sign_out_everywhere(self.user.pk)
            if request.auth is None:
                update_session_auth_hash(request._request, person)  # noqa: SLF001 - as in `limits`
            return shapes.EndedSessions({"ended_at": now}).data

        return self.act(end)


def _rows(found: list[Address]) -> Any:
    return shapes.AddressRow(found, many=True).data


class Addresses(Resource):
    @operation(
        "list_addresses",
        "Where you have goods sent, latest used first",
        tag=TAG,
        answer=page_of(shapes.AddressRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        return Response(Pages("-used_at", "-pk").take(Address.objects.filter(owner=self.user), request, _rows))

    @operation(
        "keep_address",
        "Keep an address for the next time",
        tag=TAG,
        takes=Destination,
        answer=shapes.AddressRow,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        asked = self.body(Destination)
        place = Place(**asked).cleaned()
        return self.act(lambda now: shapes.AddressRow(remember(self.user, place, now=now)).data, status=201)


class OneAddress(Resource):
    @operation("remove_address", "Strike an address out", tag=TAG, answer=None, status=204, method="delete")
    def delete(self, request: Request, number: int) -> Response:
        forget(self.user, get_object_or_404(Address, owner=self.user, pk=number).pk)
        return Response(status=204)
