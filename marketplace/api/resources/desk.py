"""The operators' desk: claims that wait for a ruling, both sides of one, counting a ruling out and giving it.

To everybody else it does not exist. A token needs the scope `staff`, and its owner a second factor, as in a browser.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.actor import Actor, Role
from marketplace.api.models import Scope
from marketplace.api.pages import page_of_rows
from marketplace.api.resource import Resource
from marketplace.api.schema import CURSOR, LIMIT, View, operation, page_of, picture
from marketplace.api.serializers import desk as shapes
from marketplace.api.serializers.desk_bodies import counted_out, docket_row, whole_hearing
from marketplace.api.serializers.photos import Which
from marketplace.claims.actions.agree_to_ruling import agree_to_ruling
from marketplace.claims.actions.decline_ruling import decline_ruling
from marketplace.claims.asking import Divided
from marketplace.claims.deciding import check_impartial
from marketplace.claims.models import Claim, Ruling
from marketplace.claims.queries import photos_shown_at_desk
from marketplace.trade import claim_photos, dockets
from marketplace.trade.hearing import found, hear
from marketplace.trade.who_gets_what import count_divided, rule_as_counted

TAG = "The desk"


class AtTheDesk(Resource):
    """For operators."""

    to_read = (Scope.STAFF,)
    to_act = (Scope.STAFF,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not self.user.is_operator:
            raise Http404

    @property
    def actor(self) -> Actor:
        return Actor(Role.OPERATOR, self.user.pk)


class AboutClaims(AtTheDesk):
    """Claims as this operator hears them."""

    def claim(self, claim_id: int, now: datetime) -> Claim:
        """One that others are the sides of. Raises Http404; DomainError `own_order`."""
        try:
            claim = found(claim_id, now)
        except Claim.DoesNotExist:
            raise Http404 from None
        check_impartial(claim.order, self.actor, before=None)
        return claim

    def heard(self, claim_id: int, now: datetime) -> Any:
        """A claim as this operator hears it."""
        hearing = hear(self.claim(claim_id, now), self.user.pk, now)
        return shapes.WholeHearing(whole_hearing(hearing, self.user.pk)).data

    def decide(self, claim_id: int, do: Callable[[datetime, Actor], object]) -> Response:
        """Decide under the request's key; answer the claim as it stands then."""

        def act(now: datetime) -> Any:
            do(now, self.actor)
            return self.heard(claim_id, now)

        return self.act(act)


def _divided(asked: dict[str, Any]) -> Divided:
    goods, other, postage = (asked[name] for name in ("goods", "other", "postage"))
    return Divided(goods, other, Role.SELLER.value if postage else "", postage)


def decision(name: str, summary: str, takes: type[serializers.Serializer[Any]] | None = None) -> Callable[[View], View]:
    """The schema of a decision about a claim."""
    return operation(name, summary, tag=TAG, takes=takes, answer=shapes.WholeHearing, method="post")


class Queue(AtTheDesk):
    @operation(
        "list_desk_claims",
        "Claims of others that wait for the desk, the nearest deadline first, then the largest amount",
        tag=TAG,
        answer=page_of(shapes.DocketRow),
        query=[shapes.WhichDockets, CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        asked = self.query(shapes.WhichDockets)
        kind = asked.get("kind")
        rows = [one for one in dockets.waiting(clock.now(), self.user.pk) if kind in {None, one.kind}]
        page = page_of_rows(rows, request, name=lambda one: str(one.docket.claim.pk))
        told = [docket_row(one) for one in page["results"]]
        return Response({**page, "results": shapes.DocketRow(told, many=True).data})


class HeardClaim(AboutClaims):
    @operation(
        "read_desk_claim",
        "One claim: both sides with what they show, what was ruled, the order’s journal",
        tag=TAG,
        answer=shapes.WholeHearing,
        may_refuse=True,
    )
    def get(self, request: Request, number: int) -> Response:
        return Response(self.heard(number, clock.now()))


class Preview(AboutClaims):
    @operation(
        "preview_ruling",
        "Who would get what by a ruling; nothing is kept",
        tag=TAG,
        answer=shapes.CountedOut,
        query=[shapes.Division],
        may_refuse=True,
    )
    def get(self, request: Request, number: int) -> Response:
        claim = self.claim(number, clock.now())
        asked = self.query(shapes.Division)
        return Response(shapes.CountedOut(counted_out(count_divided(claim, _divided(asked)), claim)).data)


class GiveRuling(AboutClaims):
    @decision("propose_ruling", "Rule, or propose to a second operator above the set amount", shapes.Ruling)
    def post(self, request: Request, number: int) -> Response:
        claim = self.claim(number, clock.now())
        asked = self.body(shapes.Ruling)
        told = {name: asked[name] for name in ("reasons", "counted")}
        return self.decide(number, lambda now, by: rule_as_counted(claim, _divided(asked), **told, now=now, actor=by))


class Agreement(AboutClaims):
    @decision("agree_to_ruling", "Agree with a proposed ruling: it is given")
    def post(self, request: Request, number: int) -> Response:
        ruling = get_object_or_404(Ruling, pk=number)
        return self.decide(ruling.claim_id, lambda now, by: agree_to_ruling(number, now=now, actor=by))


class Refusal(AboutClaims):
    @decision("decline_ruling", "Put a proposed ruling aside, with reasons", shapes.Reasons)
    def post(self, request: Request, number: int) -> Response:
        ruling = get_object_or_404(Ruling, pk=number)
        asked = self.body(shapes.Reasons)
        reasons = asked["reasons"]
        return self.decide(ruling.claim_id, lambda now, by: decline_ruling(number, reasons=reasons, now=now, actor=by))


class ShownPhoto(AtTheDesk):
    @picture("read_desk_photo", "A picture that one side has shown, as WebP", tag=TAG, query=[Which])
    def get(self, request: Request, number: int) -> FileResponse:
        asked = self.query(Which)
        shown = get_object_or_404(photos_shown_at_desk(self.user.pk), pk=number)
        return claim_photos.opened(shown, small=asked["small"])
