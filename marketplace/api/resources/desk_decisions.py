"""Four eyes at the desk: what one operator proposes about money, by hand or about a row, and another one decides."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from escrow.payments.actions import by_hand, decide
from escrow.payments.impartial import refuse_own
from escrow.payments.models import Decision
from marketplace.api.pages import Pages
from marketplace.api.resources.desk import AtTheDesk
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import desk_money as shapes
from marketplace.trade.by_hand import draft, lines_of, providers, refuse_unseen
from marketplace.trade.desk_money import waiting_decisions
from marketplace.trade.of_others import of_others
from marketplace.trade.proposing import Proposal, propose

TAG = "The desk: money"
PEOPLE = ("proposed_by", "decided_by")


class Deciding(AtTheDesk):
    """What is decided by two."""

    def decision(self, number: int) -> Any:
        """As this operator reads it. Raises Http404; DomainError own_money, own_shop."""
        found = get_object_or_404(Decision.objects.select_related(*PEOPLE), pk=number)
        refuse_own(found.kind, found.subject_id, found.data, self.user.pk)
        return shapes.DecisionRow(shapes.decision_row(found, self.user.pk)).data

    def propose(self, about: Callable[[], Proposal], reason: str) -> Response:
        """Propose under the request's key; answer the decision that waits."""

        def act(now: datetime) -> Any:
            return self.decision(propose(about(), reason, operator_id=self.user.pk, now=now).pk)

        return self.act(act, status=201)

    def decide(self, number: int, do: Callable[..., Decision]) -> Response:
        """Decide under the request's key; answer the decision as it stands then."""
        get_object_or_404(Decision, pk=number)

        def act(now: datetime) -> Any:
            do(number, operator_id=self.user.pk, now=now)
            return self.decision(number)

        return self.act(act)


class Decisions(Deciding):
    @operation(
        "list_decisions",
        "What operators proposed about money: what waits for a second one, or was decided",
        tag=TAG,
        answer=page_of(shapes.DecisionRow),
        query=[shapes.WhichDecisions, CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        waits = self.query(shapes.WhichDecisions)["state"] == "waiting"
        found = waiting_decisions() if waits else Decision.objects.exclude(decided_at=None)
        others = of_others(found, self.user.pk).select_related(*PEOPLE)

        def rows(page: list[Decision]) -> Any:
            return shapes.DecisionRow([shapes.decision_row(one, self.user.pk) for one in page], many=True).data

        ordered = Pages("proposed_at", "pk") if waits else Pages("-decided_at", "-pk")
        return Response(ordered.take(others, request, rows))


class OneDecision(Deciding):
    @operation(
        "read_decision",
        "What one operator proposed about money, and what became of it",
        tag=TAG,
        answer=shapes.DecisionRow,
        may_refuse=True,
    )
    def get(self, request: Request, number: int) -> Response:
        return Response(self.decision(number))


class Agreeing(Deciding):
    @operation(
        "agree_to_decision",
        "Carry out what another operator proposed",
        tag=TAG,
        answer=shapes.DecisionRow,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        return self.decide(number, decide.agree)


class Declining(Deciding):
    @operation(
        "decline_decision",
        "Turn down what another operator proposed",
        tag=TAG,
        answer=shapes.DecisionRow,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        return self.decide(number, decide.decline)


class ByHand(Deciding):
    @operation(
        "draft_entry",
        "The lines an entry by hand would write; nothing is kept",
        tag=TAG,
        answer=shapes.EntrySeen,
        query=[shapes.EntryDraft],
        may_refuse=True,
    )
    def get(self, request: Request, kind: str) -> Response:
        _check(kind)
        asked = self.query(shapes.EntryDraft)
        lines = lines_of(draft(kind, **asked)) if "amount" in asked else []
        return Response(shapes.EntrySeen(shapes.entry_seen(kind, providers(), lines)).data)

    @operation(
        "propose_entry",
        "Propose an entry by hand, as its lines were seen",
        tag=TAG,
        takes=shapes.EntryProposed,
        answer=shapes.DecisionRow,
        status=201,
        method="post",
    )
    def post(self, request: Request, kind: str) -> Response:
        _check(kind)
        given = self.body(shapes.EntryProposed)
        reason, was_seen = given.pop("reason"), given.pop("seen")
        return self.propose(lambda: refuse_unseen(draft(kind, **given), was_seen), reason)


def _check(kind: str) -> None:
    if kind not in by_hand.KINDS:
        raise Http404
