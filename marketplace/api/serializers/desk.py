"""The shapes of the operators' desk; what is in them: `desk_bodies`."""

from typing import Any

from rest_framework import serializers

from marketplace.api.serializers import claims
from marketplace.api.serializers.amounts import Amount, Minor
from marketplace.api.serializers.available import AvailableAction
from marketplace.api.serializers.choice import Choice
from marketplace.claims.models import Reason, Wish
from marketplace.claims.statements import LONGEST
from marketplace.claims.states import ClaimState, Outcome
from marketplace.trade.dockets import KINDS


class DocketRow(serializers.Serializer[Any]):
    """A claim that waits for the desk. `kind`: what for.

    `due_at` is as promised, once that has passed (`overdue`) at the latest; `cap_at` when its money cannot be kept any
    longer, if that is near.
    """

    id = serializers.IntegerField()
    order = serializers.CharField()
    kind = Choice(list(KINDS))
    state = Choice(ClaimState.choices)
    buyer = serializers.CharField(allow_blank=True)
    shop = serializers.CharField()
    amount = Amount()
    due_at = serializers.DateTimeField()
    overdue = serializers.BooleanField()
    latest_at = serializers.DateTimeField()
    cap_at = serializers.DateTimeField(allow_null=True)
    address = serializers.CharField()


class WhichDockets(serializers.Serializer[Any]):
    """Of one kind alone."""

    kind = Choice(list(KINDS), required=False)


class DeskOffer(claims.OfferRow):
    """`to_buyer` is null once the claim has ended."""

    to_buyer = Amount(allow_null=True)


class DeskRuling(claims.Terms):
    """A ruling: proposed, given, put aside. `to_buyer` is null once the claim has ended. Nobody proposes a default."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    proposed_by = serializers.CharField(allow_blank=True)
    agreed_by = serializers.CharField(allow_blank=True)
    reasons = serializers.CharField(allow_blank=True)
    to_buyer = Amount(allow_null=True)
    proposed_at = serializers.DateTimeField()
    given_at = serializers.DateTimeField(allow_null=True)
    final_at = serializers.DateTimeField(allow_null=True)
    declined_at = serializers.DateTimeField(allow_null=True)
    declined_by = serializers.CharField(allow_blank=True)
    declined_reasons = serializers.CharField(allow_blank=True)
    by_default = serializers.BooleanField()


class HeardSide(serializers.Serializer[Any]):
    """One side: what they said, showed and offered; how their claims went before, and how many orders they had."""

    name = serializers.CharField(allow_blank=True)
    said = claims.Said(many=True)
    offers = DeskOffer(many=True)
    record = claims.Record()
    orders = serializers.IntegerField()


class ClockRow(serializers.Serializer[Any]):
    kind = serializers.CharField()
    due_at = serializers.DateTimeField()


class RecordRow(serializers.Serializer[Any]):
    """Who did what to the order, and when; `data` holds numbers and sums."""

    at = serializers.DateTimeField()
    role = serializers.CharField()
    action = serializers.CharField()
    data = serializers.DictField()  # type: ignore[assignment]  # a field of that name, not what serializers answer


class PostingRow(serializers.Serializer[Any]):
    debit = serializers.CharField()
    credit = serializers.CharField()
    amount = Amount()


class EntryRow(serializers.Serializer[Any]):
    """One entry of the order's journal."""

    key = serializers.CharField()
    at = serializers.DateTimeField()
    postings = PostingRow(many=True)


class WholeHearing(serializers.Serializer[Any]):
    """Both sides of a claim, what was ruled, the order's journal. `asked` is what the announced default would give,
    `held` what is divided: `after_sale` it was released, and the shop has it.
    """

    id = serializers.IntegerField()
    order = serializers.CharField()
    state = Choice(ClaimState.choices)
    waits_for = serializers.CharField()
    outcome = Choice(Outcome.choices, allow_blank=True)
    wish = Choice(Wish.choices)
    reason = Choice(Reason.choices)
    shipped = serializers.BooleanField()
    after_sale = serializers.BooleanField()
    opened_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)
    title = serializers.CharField(allow_blank=True)
    sentence = serializers.CharField(allow_blank=True)
    held = Amount()
    asked = Amount(allow_null=True)
    buyer = HeardSide()
    seller = HeardSide()
    going_back = claims.GoingBack(allow_null=True)
    given = DeskRuling(many=True)
    declined = DeskRuling(many=True)
    proposal = DeskRuling(allow_null=True)
    clocks = ClockRow(many=True)
    record = RecordRow(many=True)
    journal = EntryRow(many=True)
    available_actions = AvailableAction(many=True)


class Division(serializers.Serializer[Any]):
    """So much of the goods and of the other parts to the buyer, and for sending back; the rest to the shop."""

    goods = Minor(required=False, default=0)
    other = Minor(required=False, default=0)
    postage = Minor(required=False, default=0)


class Ruling(Division):
    """With `counted` from a preview nothing else is ruled than what it showed. Both sides read the reasons."""

    reasons = serializers.CharField(max_length=LONGEST)
    counted = serializers.CharField(max_length=60, required=False, allow_blank=True, default="")


class Reasons(serializers.Serializer[Any]):
    reasons = serializers.CharField(max_length=LONGEST)


class ShareRow(serializers.Serializer[Any]):
    """What one party gets: when nothing goes back, and by this ruling."""

    name = serializers.CharField()
    nothing_back = Amount()
    ruled = Amount()


class SourceRow(serializers.Serializer[Any]):
    name = serializers.CharField()
    amount = Amount()


class CountedOut(serializers.Serializer[Any]):
    """Who gets what, to the minor unit. The shares add up to `held`. Send `counted` along with the ruling.

    After the sale `sources` say who would bear what goes back, as far as the shop's money goes today.
    """

    held = Amount()
    to_buyer = Amount()
    to_shop = Amount()
    shares = ShareRow(many=True)
    sources = SourceRow(many=True)
    counted = serializers.CharField()
    needs_second = serializers.BooleanField()
