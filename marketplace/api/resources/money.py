"""A shop's money."""

from datetime import datetime
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import Actor, Role
from escrow.payments import bank_accounts
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Payout
from marketplace.api.models import Scope
from marketplace.api.pages import Pages, page_of_rows
from marketplace.api.resource import Resource
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import shops as shapes
from marketplace.trade.figures import figures
from marketplace.trade.statement import entries, masked


class Earning(Resource):
    """For who has a shop; a token needs the scope of money even to look."""

    to_read = (Scope.MONEY,)
    to_act = (Scope.MONEY,)


class ShopMoney(Earning):
    @operation("read_money", "What is held, available, paid out", tag="Your money", answer=shapes.Figures)
    def get(self, request: Request) -> Response:
        shop = self.shop
        account = bank_accounts.in_use(shop.book_id)
        shown = masked(account.bank, account.number) if account else None
        return Response(shapes.Figures({**figures(shop), "account": shown}).data)


class Payouts(Earning):
    @operation(
        "list_payouts",
        "Your payouts, latest first",
        tag="Your money",
        answer=page_of(shapes.PayoutRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        found = Payout.objects.filter(book_id=self.shop.book_id, refund=None).select_related("account")

        def rows(page: list[Payout]) -> Any:
            return shapes.PayoutRow([shapes.payout_row(one) for one in page], many=True).data

        return Response(Pages("-pk").take(found, request, rows))

    @operation(
        "request_payout",
        "Have available money sent to your bank",
        tag="Your money",
        takes=shapes.PayoutAsked,
        answer=shapes.PayoutRow,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        shop = self.shop
        asked = shapes.PayoutAsked(data=request.data)
        asked.is_valid(raise_exception=True)

        def pay_out(now: datetime) -> Any:
            made = request_payout(
                book_id=shop.book_id,
                amount=asked.validated_data["amount"],
                currency=shop.currency,
                now=now,
                actor=Actor(Role.SELLER, self.user.pk),
            )
            return shapes.PayoutRow(shapes.payout_row(made)).data

        return self.act(pay_out, status=201)


class Statement(Earning):
    @operation(
        "read_statement",
        "Every line of your account, latest first",
        tag="Your money",
        answer=page_of(shapes.StatementRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        page = page_of_rows(entries(self.shop), request, name=lambda row: row.key)
        rows = shapes.StatementRow([shapes.statement_row(row) for row in page["results"]], many=True).data
        return Response({**page, "results": rows})
