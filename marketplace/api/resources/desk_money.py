"""Money that went astray, at the desk: rejected refunds, large payouts, money from nobody, what nobody answers for."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from core import clock
from escrow.payments.actions.payout_accounts import entered_last
from escrow.payments.impartial import refuse_own
from escrow.payments.models import Capture, Payout, Refund
from marketplace.api.pages import Pages, page_of_rows
from marketplace.api.resources.desk import AtTheDesk
from marketplace.api.resources.desk_decisions import TAG, Deciding
from marketplace.api.schema import CURSOR, LIMIT, View, operation, page_of
from marketplace.api.serializers import desk_money as shapes
from marketplace.catalog.models import Shop
from marketplace.trade import desk_money
from marketplace.trade.of_others import of_others
from marketplace.trade.proposing import about_payout, about_refund, about_suspense


def proposal(name: str, summary: str, takes: type[Serializer[Any]]) -> Callable[[View], View]:
    """The schema of a proposal to a second operator."""
    return operation(name, summary, tag=TAG, takes=takes, answer=shapes.DecisionRow, status=201, method="post")


class Refunding(Deciding):
    """Refunds that a provider would not carry out."""

    def refund(self, number: int) -> Refund:
        """One of others. Raises Http404; DomainError own_money."""
        found = get_object_or_404(desk_money.rejected_refunds().select_related("payer"), pk=number)
        refuse_own("refund_retry", found.pk, {}, self.user.pk)
        return found


class Refunds(Refunding):
    @operation(
        "list_rejected_refunds",
        "Refunds a provider rejected and that are not your own, oldest first",
        tag=TAG,
        answer=page_of(shapes.RejectedRefund),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        others = of_others(desk_money.rejected_refunds(), self.user.pk)

        def rows(page: list[Refund]) -> Any:
            return shapes.RejectedRefund([shapes.refund_row(one) for one in page], many=True).data

        return Response(Pages("opened_at", "pk").take(others.select_related("payer"), request, rows))


class OneRefund(Refunding):
    @operation(
        "read_rejected_refund",
        "One rejected refund, and the bank account its buyer entered",
        tag=TAG,
        answer=shapes.WholeRefund,
        may_refuse=True,
    )
    def get(self, request: Request, number: int) -> Response:
        found = self.refund(number)
        return Response(shapes.WholeRefund(shapes.whole_refund(found, entered_last(found.payer_id))).data)


class RefundProposals(Refunding):
    @proposal("propose_refund", "Propose what becomes of a rejected refund", shapes.RefundProposal)
    def post(self, request: Request, number: int) -> Response:
        found = self.refund(number)
        asked = self.body(shapes.RefundProposal)
        return self.propose(partial(about_refund, found, asked["way"]), asked["reason"])


class PayingOut(Deciding):
    """Payouts that are sent only when two operators agree."""

    def payout(self, number: int) -> Payout:
        """One to others. Raises Http404; DomainError own_shop."""
        found = get_object_or_404(desk_money.large_payouts().select_related("account"), pk=number)
        refuse_own("payout_send", found.pk, {}, self.user.pk)
        return found


class LargePayouts(PayingOut):
    @operation(
        "list_large_payouts",
        "Large payouts that wait for two operators and are not your own, oldest first",
        tag=TAG,
        answer=page_of(shapes.LargePayout),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        def rows(page: list[Payout]) -> Any:
            shops = Shop.objects.in_bulk([one.book_id for one in page])
            return shapes.LargePayout([shapes.payout_row(one, shops[one.book_id]) for one in page], many=True).data

        others = of_others(desk_money.large_payouts(), self.user.pk)
        return Response(Pages("opened_at", "pk").take(others, request, rows))


class OneLargePayout(PayingOut):
    @operation(
        "read_large_payout",
        "One large payout: what it is made of, and where it goes",
        tag=TAG,
        answer=shapes.WholePayout,
        may_refuse=True,
    )
    def get(self, request: Request, number: int) -> Response:
        found = self.payout(number)
        return Response(shapes.WholePayout(shapes.whole_payout(found, Shop.objects.get(pk=found.book_id))).data)


class PayoutProposals(PayingOut):
    @proposal("propose_payout", "Propose to send a large payout, or to give it back to the shop", shapes.PayoutProposal)
    def post(self, request: Request, number: int) -> Response:
        found = self.payout(number)
        asked = self.body(shapes.PayoutProposal)
        return self.propose(partial(about_payout, found, asked["way"]), asked["reason"])


class Suspense(AtTheDesk):
    @operation(
        "list_suspense",
        "Money from nobody we know, oldest first",
        tag=TAG,
        answer=page_of(shapes.UnknownMoney),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        def rows(page: list[Capture]) -> Any:
            return shapes.UnknownMoney([shapes.unknown_money(one) for one in page], many=True).data

        return Response(Pages("recorded_at", "pk").take(desk_money.suspense(), request, rows))


class OneOfSuspense(AtTheDesk):
    @operation("read_suspense", "One sum from nobody we know", tag=TAG, answer=shapes.UnknownMoney)
    def get(self, request: Request, number: int) -> Response:
        found = get_object_or_404(desk_money.suspense(), pk=number)
        return Response(shapes.UnknownMoney(shapes.unknown_money(found)).data)


class SuspenseProposals(Deciding):
    @proposal("propose_suspense", "Propose to match unknown money, or to send it back", shapes.SuspenseProposal)
    def post(self, request: Request, number: int) -> Response:
        found = get_object_or_404(desk_money.suspense(), pk=number)
        asked = self.body(shapes.SuspenseProposal)
        told = (asked[name] for name in ("way", "payment"))
        return self.propose(partial(about_suspense, found, *told), asked["reason"])


class Unanswered(AtTheDesk):
    @operation(
        "list_unanswered",
        "Money of others that was sent and that no provider answers for, longest first",
        tag=TAG,
        answer=page_of(shapes.UnansweredRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        page = page_of_rows(desk_money.unanswered(clock.now(), self.user.pk), request, name=lambda one: one.sent_as)
        rows = [shapes.unanswered_row(one) for one in page["results"]]
        return Response({**page, "results": shapes.UnansweredRow(rows, many=True).data})
