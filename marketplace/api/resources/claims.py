"""Claims, for both sides of an order: asking, reading, and every verb of the claims' table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.actor import Actor, Role
from core.kept import Kept
from marketplace.api.models import SCOPES, Scope
from marketplace.api.pages import Pages
from marketplace.api.resource import Resource
from marketplace.api.resources.sides import as_side, find_order, of_either_side, refuse_other_side, side_of
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import claim_asks as asks
from marketplace.api.serializers import claims as shapes
from marketplace.api.serializers.claim_bodies import claim_row, claimable, whole_claim
from marketplace.claims.actions.open_claim import open_claim
from marketplace.claims.models import Claim
from marketplace.claims.queries import record_of_buyer
from marketplace.claims.states import CLAIM_TRANSITIONS
from marketplace.claims.sums import lines_open_to_claim
from marketplace.orders.models import Order
from marketplace.trade import claim_page
from marketplace.trade.claim_acts import ACTS, Sent
from marketplace.trade.claim_facts import ClaimFacts
from marketplace.trade.facts import Facts, gather, with_facts
from marketplace.users.models import User

TAG = "Claims"

_CLAIMED = Kept(
    "order_of_claim",
    lambda user, number: with_facts(Order.objects.filter(of_either_side(user), claims=number)),
    int,
    int,
)


def find_claim(user: User, number: int) -> tuple[Facts, ClaimFacts, Role]:
    """A claim about an order of `user`, with the order's facts and their side. Raises Http404 for everybody else."""
    order = _CLAIMED.first(user.pk, number)
    if order is None:
        raise Http404
    (facts,) = gather([order])
    asked = claim_page.find(facts, number)
    if asked is None:
        raise Http404
    return facts, asked, side_of(order, user)


def whole(user: User, number: int, now: datetime) -> Any:
    facts, asked, role = find_claim(user, number)
    record = record_of_buyer(facts.order.buyer) if role == Role.SELLER and asked.is_open else None
    return shapes.WholeClaim(whole_claim(facts, asked, role, record, now)).data


class Claims(Resource):
    @operation(
        "list_claims",
        "Your claims, latest first",
        tag=TAG,
        answer=page_of(shapes.ClaimRow),
        query=[shapes.WhichClaims, CURSOR, LIMIT],
    )
    def get(self, request: Request) -> Response:
        asked = self.query(shapes.WhichClaims)
        role = Role(asked["as"])
        found = Claim.objects.filter(as_side(self.user, role, order="order__"))
        if asked["open"]:
            found = found.filter(ended_at=None)

        def rows(page: list[Claim]) -> Any:
            orders = with_facts(Order.objects.filter(pk__in={claim.order_id for claim in page}))
            known = {facts.order.pk: facts for facts in gather(orders)}
            told = [(known[claim.order_id], claim) for claim in page]
            return shapes.ClaimRow(
                [claim_row(facts, claim_page.of_order(facts, one), role) for facts, one in told], many=True
            ).data

        return Response(Pages("-opened_at", "-pk").take(found, request, rows))


def _row(facts: Facts, claim: Claim, role: Role) -> dict[str, Any]:
    return claim_row(facts, claim_page.of_order(facts, claim), role)


class OrderClaims(Resource):
    to_act = (Scope.BUY,)

    @operation(
        "read_order_claims",
        "The claims of an order, and what may still be asked for",
        tag=TAG,
        answer=shapes.OrderClaims,
    )
    def get(self, request: Request, reference: str) -> Response:
        order, role = find_order(self.user, reference)
        (facts,) = gather([order])
        claims = Claim.objects.filter(order=order).order_by("opened_at", "pk")
        told = {
            "claims": [_row(facts, claim, role) for claim in claims],
            "claimable": [claimable(row, order.currency) for row in lines_open_to_claim(order)],
        }
        return Response(shapes.OrderClaims(told).data)

    @operation(
        "open_claim",
        "Buyer: ask for money back, or to send goods back",
        tag=TAG,
        takes=asks.Opening,
        answer=shapes.WholeClaim,
        status=201,
        method="post",
    )
    def post(self, request: Request, reference: str) -> Response:
        order, role = find_order(self.user, reference)
        refuse_other_side(role, (Role.BUYER,))
        asked = asks.Opening(data=request.data)
        asked.is_valid(raise_exception=True)
        given = asked.validated_data

        def ask(now: datetime) -> Any:
            said = {name: given[name] for name in ("reason", "words", "photos")}
            made = open_claim(order.pk, asked.asked, **said, now=now, actor=Actor(role, self.user.pk))
            return whole(self.user, made.pk, now)

        return self.act(ask, status=201)


class OneClaim(Resource):
    @operation(
        "read_claim",
        "One claim: what both sides said, showed and offered, and what you can do about it",
        tag=TAG,
        answer=shapes.WholeClaim,
    )
    def get(self, request: Request, number: int) -> Response:
        return Response(whole(self.user, number, clock.now()))


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the claims' table in the schema: its summary, and what it takes (by default nothing)."""

    summary: str
    takes: type[asks.Read] | None = None


VERBS: dict[str, Verb] = {
    "agree": Verb("Seller: agree to what is asked"),
    "refuse": Verb("Seller: refuse, with a reason", asks.Words),
    "offer": Verb("Offer another sum; at most two a side", asks.Offer),
    "accept_offer": Verb("Accept the other side’s offer"),
    "refuse_offer": Verb("Do not accept the other side’s offer"),
    "change": Verb("Buyer: ask for something else after a refusal", asks.Ask),
    "withdraw": Verb("Buyer: take the claim back"),
    "ask_for_ruling": Verb("Buyer: let the site rule after a refusal"),
    "send_back": Verb("Buyer: say how the goods were sent back", asks.ParcelBack),
    "waive_return": Verb("Seller: pay back without the goods"),
    "accept_goods": Verb("Seller: what came back is right"),
    "contest_goods": Verb("Seller: what came back is not right", asks.Words),
    "add_evidence": Verb("Add words or pictures for the other side and the desk", asks.Words),
    "accept_ruling": Verb("Accept the ruling; final at once when both do"),
    "appeal": Verb("Appeal against the ruling, once", asks.Words),
}


class ClaimAct(Resource):
    """A verb, POSTed. A token needs the scope of its owner's side."""

    verb: ClassVar[str]
    of: ClassVar[Sequence[Role]]
    to_act = (Scope.BUY, Scope.SELL)

    def carry_out(self, number: int) -> Response:
        """Read what was sent, do it under the request's key, answer the claim as it stands then."""
        _facts, asked, role = find_claim(self.user, number)
        refuse_other_side(role, self.of)
        self.need(SCOPES[role])
        given = (VERBS[self.verb].takes or asks.Read)(data=self.request.data)
        given.is_valid(raise_exception=True)

        def act(now: datetime) -> Any:
            ACTS[self.verb].call(Sent(asked.claim, now, Actor(role, self.user.pk), **given.read()))
            return whole(self.user, number, now)

        return self.act(act)


def may_ever(verb: str) -> Sequence[Role]:
    """Who may do `verb` in one state or another."""
    ever = {role for _state, one, role in CLAIM_TRANSITIONS if one == verb}
    return [role for role in SCOPES if role in ever]


def act_on_claim(name: str) -> type[ClaimAct]:
    """The resource of one verb."""
    row = VERBS[name]

    class Act(ClaimAct):
        verb = name
        of = may_ever(name)

        @operation(
            f"claim_{name}",
            row.summary,
            tag=TAG,
            takes=None if row.takes is asks.Read else row.takes,
            answer=shapes.WholeClaim,
            method="post",
        )
        def post(self, request: Request, number: int) -> Response:
            return self.carry_out(number)

    return Act
