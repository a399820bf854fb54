"""The host's own bank at the desk: one operator copies what arrived, another books it; what goes out is ticked off."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from escrow.bank import matching, statement
from escrow.bank.actions.book_arrival import book_arrival, discard_arrival, match_arrival
from escrow.bank.actions.end_transfer import tick_off_transfer
from escrow.bank.actions.enter_arrival import enter_arrival
from escrow.bank.actions.enter_statement import enter_statement
from escrow.bank.lines import Line
from escrow.bank.models import Arrival, Transfer
from escrow.payments.impartial import refuse_own_arrival, refuse_own_transfer
from marketplace.api.pages import Pages
from marketplace.api.resources.desk import AtTheDesk
from marketplace.api.resources.desk_decisions import TAG, Deciding
from marketplace.api.resources.desk_money import proposal
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import desk_bank as shapes
from marketplace.api.serializers.desk_money import Reasoned
from marketplace.trade import desk_money
from marketplace.trade.of_others import of_others
from marketplace.trade.proposing import about_transfer


class Arriving(AtTheDesk):
    """Lines of the bank statement."""

    def rows(self, found: list[Arrival]) -> list[dict[str, Any]]:
        return [shapes.arrival_row(seen, self.user.pk) for seen in matching.foresee(found)]

    def whole(self, number: int) -> Any:
        """One of them, in whichever state. Raises Http404."""
        one = get_object_or_404(desk_money.arrivals(), pk=number)
        (row,) = self.rows([one])
        told = shapes.whole_arrival(row, matching.near_misses(one), matching.came_back(one))
        return shapes.WholeArrival(told).data

    def change(self, number: int, do: Callable[..., object], **given: Any) -> Response:
        """Do it under the request's key; answer the line as it stands then."""
        get_object_or_404(Arrival, pk=number)

        def act(now: datetime) -> Any:
            do(number, **given, operator_id=self.user.pk, now=now)
            return self.whole(number)

        return self.act(act)


class Arrivals(Arriving):
    @operation(
        "list_arrivals",
        "What arrived at the bank, waits for a second operator and is not your own, oldest first",
        tag=TAG,
        answer=page_of(shapes.ArrivalRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        def rows(page: list[Arrival]) -> Any:
            return shapes.ArrivalRow(self.rows(page), many=True).data

        others = of_others(desk_money.waiting_arrivals(), self.user.pk)
        return Response(Pages("entered_at", "pk").take(others, request, rows))

    @operation(
        "enter_arrival",
        "Copy one line of the bank statement",
        tag=TAG,
        takes=shapes.NewArrival,
        answer=shapes.WholeArrival,
        status=201,
        method="post",
    )
    def post(self, request: Request) -> Response:
        given = {"currency": settings.CURRENCY, **self.body(shapes.NewArrival)}
        line = Line(**{**given, "currency": given["currency"].upper()})
        return self.act(lambda now: self.whole(enter_arrival(line, operator_id=self.user.pk, now=now).pk), status=201)


class OneArrival(Arriving):
    @operation(
        "read_arrival", "One line: what it is for, or may be", tag=TAG, answer=shapes.WholeArrival, may_refuse=True
    )
    def get(self, request: Request, number: int) -> Response:
        refuse_own_arrival(number, self.user.pk)
        return Response(self.whole(number))


class ArrivalMeaning(Arriving):
    @operation(
        "match_arrival",
        "Say what a line is for",
        tag=TAG,
        takes=shapes.Meaning,
        answer=shapes.WholeArrival,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        given = self.body(shapes.Meaning)
        return self.change(number, match_arrival, claimed=given["claimed"], transfer_id=given["transfer"])


class ArrivalBooking(Arriving):
    @operation(
        "book_arrival",
        "Book a line that another operator entered: now it is money",
        tag=TAG,
        takes=shapes.Booking,
        answer=shapes.WholeArrival,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        asked = self.body(shapes.Booking)
        return self.change(number, book_arrival, **asked)


class ArrivalRemoval(Arriving):
    @operation(
        "remove_arrival",
        "Put away what stands on no statement",
        tag=TAG,
        answer=shapes.WholeArrival,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        return self.change(number, discard_arrival)


class Statement(AtTheDesk):
    @operation(
        "enter_statement",
        "Copy a whole bank statement",
        tag=TAG,
        takes=shapes.WholeStatement,
        answer=shapes.StatementEntered,
        method="post",
    )
    def post(self, request: Request) -> Response:
        asked = self.body(shapes.WholeStatement)
        found = statement.read(asked["text"], currency=settings.CURRENCY)
        if found.problems:
            raise ValidationError({"text": list(found.problems)})

        def act(now: datetime) -> Any:
            return shapes.StatementEntered(enter_statement(found, operator_id=self.user.pk, now=now)).data

        return self.act(act)


class Transferring(AtTheDesk):
    """What operators send from the bank."""

    def transfer(self, number: int) -> Transfer:
        """One to others. Raises Http404; DomainError own_money."""
        found = get_object_or_404(Transfer.objects.select_related("ended_by"), pk=number)
        refuse_own_transfer(found.pk, self.user.pk)
        return found

    def shown(self, number: int) -> Any:
        return shapes.TransferRow(shapes.transfer_row(self.transfer(number))).data


class Transfers(AtTheDesk):
    @operation(
        "list_transfers",
        "What is to be sent from the bank to others, or was",
        tag=TAG,
        answer=page_of(shapes.TransferRow),
        query=[shapes.WhichTransfers, CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        asked = self.query(shapes.WhichTransfers)

        def rows(page: list[Transfer]) -> Any:
            return shapes.TransferRow([shapes.transfer_row(one) for one in page], many=True).data

        if asked["state"] == "listed":
            found, ordered = desk_money.transfers(), Pages("asked_at", "pk")
        else:
            found, ordered = desk_money.ended_transfers(), Pages("-ended_at", "-pk")
        others = of_others(found, self.user.pk).select_related("ended_by")
        return Response(ordered.take(others, request, rows))


class OneTransfer(Transferring):
    @operation(
        "read_transfer", "One transfer, and what became of it", tag=TAG, answer=shapes.TransferRow, may_refuse=True
    )
    def get(self, request: Request, number: int) -> Response:
        return Response(self.shown(number))


class TransferDone(Transferring):
    @operation(
        "tick_off_transfer",
        "Say that the bank has carried a transfer out",
        tag=TAG,
        takes=shapes.TickedOff,
        answer=shapes.TransferRow,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        found = self.transfer(number)
        asked = self.body(shapes.TickedOff)

        def act(now: datetime) -> Any:
            tick_off_transfer(found.pk, **asked, operator_id=self.user.pk, now=now)
            return self.shown(number)

        return self.act(act)


class TransferRefusal(Deciding):
    @proposal("propose_transfer_refusal", "Propose that the bank refused a transfer: it is owed again", Reasoned)
    def post(self, request: Request, number: int) -> Response:
        found = get_object_or_404(desk_money.transfers(), pk=number)
        asked = self.body(Reasoned)
        return self.propose(partial(about_transfer, found), asked["reason"])
