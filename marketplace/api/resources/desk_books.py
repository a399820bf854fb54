"""The books at the desk, orders with their journal, and charges that a bank disputes."""

from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from escrow.payments.models import Chargeback
from marketplace.api.pages import Pages
from marketplace.api.resources.desk import AtTheDesk
from marketplace.api.resources.desk_decisions import TAG
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import desk_books as shapes
from marketplace.chargebacks import stakes
from marketplace.chargebacks.actions.submit_evidence import submit_evidence
from marketplace.claims.deciding import check_impartial
from marketplace.orders.models import Order
from marketplace.trade import desk_books, desk_order
from marketplace.trade.of_others import of_others


class SiteBooks(AtTheDesk):
    @operation(
        "read_books",
        "The trial balance, what is the host’s own, and what always holds",
        tag=TAG,
        answer=shapes.WholeBooks,
    )
    def get(self, request: Request) -> Response:
        found = desk_books.books(clock.now())
        return Response(shapes.WholeBooks(shapes.whole_books(found, desk_books.at_bank())).data)


class DeskOrders(AtTheDesk):
    @operation(
        "find_orders",
        "Find orders by their number, or by somebody who is a side of them; latest first",
        tag=TAG,
        answer=page_of(shapes.OrderFound),
        query=[shapes.WhatToFind, CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        asked = self.query(shapes.WhatToFind)

        def rows(page: list[Order]) -> Any:
            return shapes.OrderFound([shapes.order_found(one, self.user.pk) for one in page], many=True).data

        return Response(Pages("-placed_at", "-pk").take(desk_order.meant(asked["q"]), request, rows))


class DeskOrder(AtTheDesk):
    @operation(
        "read_desk_order",
        "One order: where its money is, its journal, who did what",
        tag=TAG,
        answer=shapes.OrderAtDesk,
        may_refuse=True,
    )
    def get(self, request: Request, reference: str) -> Response:
        found = desk_order.found(reference)
        if found is None:
            raise Http404
        check_impartial(found, self.actor, before=None)
        return Response(shapes.OrderAtDesk(shapes.order_at_desk(desk_order.look_at_order(found, clock.now()))).data)


class Disputing(AtTheDesk):
    """Charges that a bank disputes."""

    def dispute(self, number: int) -> Chargeback:
        """One about others' money. Raises Http404; DomainError own_order."""
        rows = Chargeback.objects.select_related("capture__payment", "evidence__operator")
        found = get_object_or_404(rows, pk=number)
        stakes.refuse_own(found, self.user.pk)
        return found

    def shown(self, number: int, now: datetime) -> Any:
        return shapes.WholeDispute(shapes.whole_dispute(desk_order.look_at_dispute(self.dispute(number), now))).data


class Disputes(Disputing):
    @operation(
        "list_chargebacks",
        "Charges that a bank disputes, or that ended, and that are not about your own money",
        tag=TAG,
        answer=page_of(shapes.DisputeRow),
        query=[shapes.WhichDisputes, CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        is_open = self.query(shapes.WhichDisputes)["state"] == "open"
        found = of_others(Chargeback.objects.filter(ended_at__isnull=is_open), self.user.pk)

        def rows(page: list[Chargeback]) -> Any:
            return shapes.DisputeRow([shapes.dispute_row(one) for one in page], many=True).data

        ordered = Pages("evidence_due_at", "pk") if is_open else Pages("-ended_at", "-pk")
        return Response(ordered.take(found.select_related("capture__payment", "evidence"), request, rows))


class OneDispute(Disputing):
    @operation(
        "read_chargeback",
        "One dispute: its orders, our evidence, its journal",
        tag=TAG,
        answer=shapes.WholeDispute,
        may_refuse=True,
    )
    def get(self, request: Request, number: int) -> Response:
        return Response(self.shown(number, clock.now()))


class DisputeEvidence(Disputing):
    @operation(
        "submit_evidence",
        "Show the provider why a disputed charge was right",
        tag=TAG,
        takes=shapes.Showing,
        answer=shapes.WholeDispute,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        found = self.dispute(number)
        asked = self.body(shapes.Showing)

        def act(now: datetime) -> Any:
            submit_evidence(found.pk, **asked, now=now, actor=self.actor)
            return self.shown(number, now)

        return self.act(act)
