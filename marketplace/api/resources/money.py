"""A shop's money: what there is, payouts, the account line by line and by day."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.actor import Actor, Role
from escrow.payments import bank_accounts
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Payout
from marketplace.api.models import Scope
from marketplace.api.pages import Pages, page_of_rows
from marketplace.api.resource import Resource
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import money as shapes
from marketplace.trade.figures import figures
from marketplace.trade.periods import check_days
from marketplace.trade.statement import entries, masked, statement_by_day

USUAL_DAYS = timedelta(days=29)


class Earning(Resource):
    """For who has a shop; a token needs the scope of money even to look."""

    to_read = (Scope.MONEY,)
    to_act = (Scope.MONEY,)

    @property
    def keeper(self) -> Actor:
        """Who acts."""
        return Actor(Role.SELLER, self.user.pk)


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
        asked = self.body(shapes.PayoutAsked)

        def pay_out(now: datetime) -> Any:
            made = request_payout(
                book_id=shop.book_id,
                amount=asked["amount"],
                currency=shop.currency,
                now=now,
                actor=self.keeper,
            )
            return shapes.PayoutRow(shapes.payout_row(made)).data

        return self.act(pay_out, status=201)


class OnePayout(Earning):
    @operation("read_payout", "A payout, and what it is made of", tag="Your money", answer=shapes.ItemisedPayout)
    def get(self, request: Request, number: int) -> Response:
        payouts = Payout.objects.filter(book_id=self.shop.book_id, refund=None).select_related("account")
        return Response(shapes.ItemisedPayout(shapes.itemised_payout(get_object_or_404(payouts, pk=number))).data)


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


class StatementDays(Earning):
    @operation(
        "read_statement_days",
        "Your account by day",
        tag="Your money",
        answer=shapes.StatementDays,
        query=[shapes.DaysAsked],
    )
    def get(self, request: Request) -> Response:
        shop = self.shop
        asked = self.query(shapes.DaysAsked)
        zone = ZoneInfo(timezone.get_current_timezone_name())
        last = asked.get("until") or clock.now().astimezone(zone).date()
        first = asked.get("since") or max(last.min, last - min(USUAL_DAYS, last - last.min))
        check_days(first, last)
        found = statement_by_day(shop, first, last, zone)
        return Response(shapes.StatementDays(shapes.statement_days(found)).data)
