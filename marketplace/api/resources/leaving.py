"""Closing a shop or an account, and what a person takes with them."""

from datetime import datetime
from typing import Any

from django.contrib.auth import logout
from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import Actor, Role
from marketplace.api.authentication import need_fresh_password
from marketplace.api.models import Scope
from marketplace.api.resource import Resource
from marketplace.api.resources.my_shop import Selling, shown_shop
from marketplace.api.schema import operation
from marketplace.api.serializers import leaving as shapes
from marketplace.api.serializers.shops import OwnShop
from marketplace.catalog.actions.close_shop import close_shop
from marketplace.catalog.models import Shop
from marketplace.trade.closing_account import close_account
from marketplace.trade.own_data import own_data

TAG = "Your account"


class ShopClosing(Selling):
    @operation("close_shop", "Close your shop for good", tag="Your shop", answer=OwnShop, method="post")
    def post(self, request: Request) -> Response:
        shop, who = self.shop, Actor(Role.SELLER, self.user.pk)
        return self.act(lambda now: shown_shop(close_shop(shop.pk, now=now, actor=who)))


class AccountData(Resource):
    @operation("read_own_data", "All that is kept of you and by you", tag=TAG, answer=shapes.OwnData)
    def get(self, request: Request) -> Response:
        need_fresh_password(request)
        if Shop.objects.filter(owner=self.user).exists():
            self.need(Scope.MONEY)
        return Response(shapes.OwnData(own_data(self.user)).data)


class AccountClosing(Resource):
    """Nobody is erased by a token that got into wrong hands."""

    by_session = ("POST",)

    @operation("close_account", "Close your account for good", tag=TAG, answer=shapes.ClosedAccount, method="post")
    def post(self, request: Request) -> Response:
        need_fresh_password(request)
        person = self.user

        def close(now: datetime) -> Any:
            close_account(person.pk, now=now)
            return shapes.ClosedAccount({"closed_at": now}).data

        answer = self.act(close)
        logout(request._request)  # noqa: SLF001 - as in `limits`
        return answer
