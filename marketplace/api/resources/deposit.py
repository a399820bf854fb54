"""A shop's deposit: the same as on its page."""

from datetime import datetime
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from marketplace.api.resources.money import Earning
from marketplace.api.schema import operation
from marketplace.api.serializers import deposit as shapes
from marketplace.api.serializers.money import PayoutRow, payout_row
from marketplace.catalog.actions.close_shop import ask_for_deposit
from marketplace.catalog.actions.pay_deposit import pay_deposit
from marketplace.trade.deposit import deposit_of


class OwnDeposit(Earning):
    @operation(
        "read_deposit",
        "Your deposit: what is here, asked for and owed, and what may be done",
        tag="Your money",
        answer=shapes.OwnDeposit,
    )
    def get(self, request: Request) -> Response:
        shop = self.shop
        return Response(shapes.OwnDeposit(shapes.own_deposit(shop, deposit_of(shop), clock.now())).data)


class DepositPayments(Earning):
    @operation(
        "pay_deposit",
        "Pay into your deposit",
        tag="Your money",
        takes=shapes.DepositAsked,
        answer=shapes.DepositPayment,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        shop = self.shop
        asked = self.body(shapes.DepositAsked)

        def pay(now: datetime) -> Any:
            payment = pay_deposit(shop, **asked, now=now, actor=self.keeper)
            return shapes.DepositPayment(shapes.deposit_payment(payment, now)).data

        return self.act(pay, status=201)


class DepositReturn(Earning):
    @operation(
        "ask_for_deposit",
        "Have the deposit of your closed shop sent once more",
        tag="Your money",
        answer=PayoutRow,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        shop = self.shop

        def ask(now: datetime) -> Any:
            return PayoutRow(payout_row(ask_for_deposit(shop.pk, now=now, actor=self.keeper))).data

        return self.act(ask, status=201)
