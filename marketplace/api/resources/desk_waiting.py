"""The desk's rooms about time: promised times, who could not be told, what could not be delivered; how the site goes.

The demo's own tools (its clock, a deadline that is made due, its letters) are pages alone: no program keeps a site with
them.
"""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock, deadlines, outbox
from core.models import Deadline, OutboxMessage
from escrow.payments import events
from escrow.payments.models import ProviderEvent
from marketplace.api.pages import Pages
from marketplace.api.resources.desk import AtTheDesk
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import desk_waiting as shapes
from marketplace.trade import overview
from marketplace.trade.of_others import of_others
from marketplace.trade.periods import chosen
from marketplace.trade.record_told import record_told
from marketplace.trade.tried_again import tried_again
from marketplace.trade.untold import unproven, untold, wanting_proof

TAG = "The desk: time"


class Deadlines(AtTheDesk):
    @operation(
        "list_deadlines",
        "Promised times of others that have not ended, the next one first",
        tag=TAG,
        answer=page_of(shapes.DeadlineRow),
        query=[shapes.WhichDeadlines, CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        kind = self.query(shapes.WhichDeadlines)["kind"]
        others = of_others(deadlines.open_ones(), self.user.pk)
        found = others.filter(kind=kind) if kind else others

        def rows(page: list[Deadline]) -> Any:
            return shapes.DeadlineRow([shapes.deadline_row(one) for one in page], many=True).data

        return Response(Pages("due_at", "pk").take(found, request, rows))


def _untold(page: list[Deadline]) -> Any:
    return shapes.UntoldRow([shapes.untold_row(one) for one in untold(page)], many=True).data


class Notices(AtTheDesk):
    @operation(
        "list_untold",
        "Times that passed without effect, for nobody can prove that the person was told; the oldest first",
        tag=TAG,
        answer=page_of(shapes.UntoldRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        return Response(Pages("due_at", "pk").take(of_others(unproven(clock.now()), self.user.pk), request, _untold))


class Told(AtTheDesk):
    @operation("record_told", "Say that you have told the person", tag=TAG, answer=shapes.UntoldRow, method="post")
    def post(self, request: Request, number: int) -> Response:
        def act(now: datetime) -> Any:
            deadline = get_object_or_404(wanting_proof(), pk=number)
            record_told(deadline, now=now, actor=self.actor)
            return _untold([Deadline.objects.get(pk=number)])[0]

        return self.act(act)


def _letters(page: list[OutboxMessage]) -> Any:
    again = tried_again("letter", page)
    return shapes.LetterRow([shapes.letter_row(one, again[one.pk]) for one in page], many=True).data


class Letters(AtTheDesk):
    @operation(
        "list_dead_letters",
        "Messages to others that could not be delivered, latest first",
        tag=TAG,
        answer=page_of(shapes.LetterRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        return Response(Pages("-dead_at", "-pk").take(outbox.dead(), request, _letters))


class SendAgain(AtTheDesk):
    @operation("send_letter_again", "Try a message again", tag=TAG, answer=shapes.LetterRow, method="post")
    def post(self, request: Request, number: int) -> Response:
        def act(now: datetime) -> Any:
            outbox.send_again(get_object_or_404(outbox.dead(), pk=number), now=now, actor=self.actor)
            return _letters([OutboxMessage.objects.get(pk=number)])[0]

        return self.act(act)


def _events(page: list[ProviderEvent]) -> Any:
    again = tried_again("event", page)
    return shapes.EventRow([shapes.event_row(one, again[one.pk]) for one in page], many=True).data


class Events(AtTheDesk):
    @operation(
        "list_dead_events",
        "What providers and couriers reported and could not be worked off, latest first",
        tag=TAG,
        answer=page_of(shapes.EventRow),
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        return Response(Pages("-dead_at", "-pk").take(events.dead(), request, _events))


class WorkAgain(AtTheDesk):
    @operation("work_event_again", "Try to work a report off again", tag=TAG, answer=shapes.EventRow, method="post")
    def post(self, request: Request, number: int) -> Response:
        def act(now: datetime) -> Any:
            events.send_again(get_object_or_404(events.dead(), pk=number), now=now, actor=self.actor)
            return _events([ProviderEvent.objects.get(pk=number)])[0]

        return self.act(act)


class SiteOverview(AtTheDesk):
    @operation(
        "read_overview",
        "How the site goes: held, released, refunded, the host’s own, and open claims by age",
        tag=TAG,
        answer=shapes.HowItGoes,
        query=[shapes.WhichDays],
    )
    def get(self, request: Request) -> Response:
        period = chosen(str(self.query(shapes.WhichDays)["days"]))
        site = overview.of_site(period, clock.now())
        return Response(shapes.HowItGoes(shapes.how_it_goes(period, site)).data)
