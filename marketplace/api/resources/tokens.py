"""One's own tokens: listed and revoked by anybody who may come in, made by who has just said the password."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.errors import Invalid
from marketplace.api.authentication import need_fresh_password
from marketplace.api.models import Scope, Token
from marketplace.api.pages import Pages
from marketplace.api.resource import Resource
from marketplace.api.resources.leaving import TAG
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import account as shapes
from marketplace.api.tokens import living, make_token, revoke


class Tokens(Resource):
    """No token makes another one: whoever stole it would stay when it is revoked."""

    by_session = ("POST",)

    @operation(
        "list_tokens",
        "Your tokens that work, latest first",
        tag=TAG,
        answer=page_of(shapes.TokenRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        mine = living(self.user, clock.real_now())
        return Response(Pages("-made_at", "-pk").take(mine, request, lambda page: [self._row(one) for one in page]))

    @operation(
        "make_token",
        "Make a token, and get its key",
        tag=TAG,
        takes=shapes.NewToken,
        answer=shapes.TokenWithKey,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        need_fresh_password(request)
        asked = self.body(shapes.NewToken)
        given = {**asked, "scopes": sorted(set(asked["scopes"]))}
        if Scope.STAFF in given["scopes"] and not self.user.is_operator:
            raise Invalid("scope_not_yours", _("Only operators work at the desk."), field="scopes")
        key: str | None = None

        def make(_now: datetime) -> Any:
            nonlocal key
            token, key = make_token(self.user, **given, now=clock.real_now())
            return self._row(token)

        answer = self.act(make, status=201)
        # Not kept under the Idempotency-Key, as the answer is.
        answer.data = {**answer.data, "key": key}
        return answer

    def _row(self, token: Token) -> Any:
        return shapes.TokenRow(shapes.token_row(token, self.request.auth)).data


class OneToken(Resource):
    """Whatever it may else, a token may revoke: it takes power away."""

    to_act = tuple(Scope)

    @operation("revoke_token", "Revoke a token", tag=TAG, answer=None, status=204, method="delete")
    def delete(self, request: Request, number: int) -> Response:
        revoke(get_object_or_404(Token, owner=self.user, pk=number), now=clock.real_now())
        return Response(status=204)
