"""The shapes of claims, as their two sides and the desk read them; what is in them: `claim_bodies`."""

from typing import Any

from rest_framework import serializers

from core.actor import Role
from marketplace.api.serializers.amounts import Amount
from marketplace.api.serializers.available import AvailableAction
from marketplace.api.serializers.choice import Choice
from marketplace.api.serializers.orders import SentTo
from marketplace.api.serializers.photos import PhotoRow
from marketplace.claims.models import Reason, Statement, Wish
from marketplace.claims.states import ClaimState, Outcome

SIDE = [Role.BUYER.value, Role.SELLER.value]


class Turn(serializers.Serializer[Any]):
    """Who is to act, and until when."""

    role = Choice([*SIDE, Role.OPERATOR.value])
    due_at = serializers.DateTimeField()


class Said(serializers.Serializer[Any]):
    """What one side said, with its pictures. Nobody can change it."""

    role = Choice(SIDE)
    name = serializers.CharField(allow_blank=True)
    act = Choice(Statement.Act.choices)
    words = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    photos = PhotoRow(many=True)


class Terms(serializers.Serializer[Any]):
    """Sums: of the goods, of the other parts (sending), their tax, and for sending back (which the shop bears).

    `to_buyer` is what reaches the buyer, the site's own discount apart.
    """

    goods = Amount()
    other = Amount()
    tax = Amount()
    postage_by = Choice(SIDE, allow_blank=True)
    postage = Amount()
    to_buyer = Amount()


class OfferRow(Terms):
    """An offer; `answer` is empty while it waits: accepted, refused, countered, lapsed."""

    role = Choice(SIDE)
    wish = Choice(Wish.choices)
    made_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)
    answer = serializers.CharField(allow_blank=True)


class RulingRow(Terms):
    """A ruling: number 2 is the one on an appeal. `to_seller` is before our charge; null where another one counted."""

    number = serializers.IntegerField()
    reasons = serializers.CharField(allow_blank=True)
    to_seller = Amount(allow_null=True)
    given_at = serializers.DateTimeField()
    accepted_by_buyer_at = serializers.DateTimeField(allow_null=True)
    accepted_by_seller_at = serializers.DateTimeField(allow_null=True)
    final_at = serializers.DateTimeField(allow_null=True)
    by_default = serializers.BooleanField()


class GoingBack(SentTo):
    """Where the goods are to be sent back to, and the parcel once they were."""

    carrier = serializers.CharField(allow_blank=True)
    number = serializers.CharField(allow_blank=True)
    sent_at = serializers.DateTimeField(allow_null=True)
    arrived_at = serializers.DateTimeField(allow_null=True)


class Record(serializers.Serializer[Any]):
    """How the buyer's claims went so far. Only shops that answer one read it."""

    opened = serializers.IntegerField()
    agreed = serializers.IntegerField()
    upheld = serializers.IntegerField()
    rejected = serializers.IntegerField()
    dropped = serializers.IntegerField()


class ClaimRow(serializers.Serializer[Any]):
    """One of many. `turn` says who is to act and until when; `waits_for` says it in words, or how it ended.

    `after_sale`: it was made after the release; what comes of it is taken back from the shop.
    """

    id = serializers.IntegerField()
    order = serializers.CharField()
    role = Choice(SIDE)
    state = Choice(ClaimState.choices)
    waits_for = serializers.CharField()
    outcome = Choice(Outcome.choices, allow_blank=True)
    wish = Choice(Wish.choices)
    reason = Choice(Reason.choices)
    shipped = serializers.BooleanField()
    after_sale = serializers.BooleanField()
    asked = Amount()
    opened_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    turn = Turn(many=True)
    page = serializers.CharField()


class AskedPart(serializers.Serializer[Any]):
    name = serializers.CharField()
    amount = Amount()


class WholeClaim(ClaimRow):
    """Everything about one claim. `title` and `sentence` say where the money is and what happens next."""

    title = serializers.CharField()
    sentence = serializers.CharField(allow_blank=True)
    parts = AskedPart(many=True)
    terms = Terms()
    said = Said(many=True)
    offers = OfferRow(many=True)
    rulings = RulingRow(many=True)
    going_back = GoingBack(allow_null=True)
    buyer_record = Record(allow_null=True)
    available_actions = AvailableAction(many=True)


class ClaimableLine(serializers.Serializer[Any]):
    """What may still be asked for: a line of the order (null: what sending cost), and at most so much."""

    line = serializers.IntegerField(allow_null=True)
    title = serializers.CharField(allow_blank=True)
    at_most = Amount()


class OrderClaims(serializers.Serializer[Any]):
    """The claims of an order, oldest first, and what a new one may ask for."""

    claims = ClaimRow(many=True)
    claimable = ClaimableLine(many=True)


class WhichClaims(serializers.Serializer[Any]):
    """Which claims: `as` their buyer or the shop; `open` ones alone."""

    open = serializers.BooleanField(required=False, default=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `as` is a word of Python's own.
        return {"as": Choice(SIDE, required=False, default="buyer"), **super().get_fields()}
