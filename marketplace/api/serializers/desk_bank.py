"""The shapes of the host's own bank: what arrived, what is to be sent; and what is in them."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from core.money import Money
from escrow.bank.actions.enter_arrival import LONGEST_CLAIM
from escrow.bank.lines import LONGEST_NAME, LONGEST_NUMBER, LONGEST_REFERENCE, LONGEST_TEXT
from escrow.bank.matching import Foreseen, NearMiss
from escrow.bank.models import Transfer
from escrow.bank.states import ArrivalState, TransferState
from escrow.payments.states import Verdict
from marketplace.api.serializers.amounts import Amount, Minor, Number
from marketplace.api.serializers.choice import Choice

#: Characters of a statement: as many as the page takes.
LONGEST_STATEMENT = 1_000_000
LINE = ("value_on", "payer", "text", "bank_reference")


class ArrivalRow(serializers.Serializer[Any]):
    """A line of the bank statement that brought money. `claimed` is the payment it is for, `transfer` one of ours that
    came back; neither: nobody's. `verdict` is what it would be if it were booked now; `own`: you entered or matched it,
    so another operator books it.
    """

    id = serializers.IntegerField()
    state = Choice(ArrivalState.choices)
    value_on = serializers.DateField()
    amount = Amount()
    payer = serializers.CharField(allow_blank=True)
    number = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)
    bank_reference = serializers.CharField(allow_blank=True)
    claimed = serializers.CharField(allow_blank=True)
    transfer = serializers.CharField(allow_null=True)
    verdict = Choice(Verdict.choices)
    entered_by = serializers.CharField()
    entered_at = serializers.DateTimeField()
    matched_by = serializers.CharField(allow_blank=True)
    own = serializers.BooleanField()


class MissRow(serializers.Serializer[Any]):
    """A payment the line may be meant for: its reference with a slip of the pen (`near`), or the amount `fits`."""

    reference = serializers.CharField()
    amount = Amount()
    near = serializers.BooleanField()
    fits = serializers.BooleanField()


class CameBack(serializers.Serializer[Any]):
    """Something we sent in exactly this amount."""

    id = serializers.IntegerField()
    reference = serializers.CharField()
    holder = serializers.CharField(allow_blank=True)


class WholeArrival(ArrivalRow):
    """With what else it may be for."""

    near_misses = MissRow(many=True)
    came_back = CameBack(many=True)


class NewArrival(serializers.Serializer[Any]):
    """One line; `currency` is the site's when it is not sent. By `bank_reference` it is known when it comes again."""

    value_on = serializers.DateField()
    amount = Minor(at_least=1)
    currency = serializers.CharField(max_length=3, required=False)
    payer = serializers.CharField(max_length=LONGEST_NAME, required=False, allow_blank=True, default="")
    number = serializers.CharField(max_length=LONGEST_NUMBER, required=False, allow_blank=True, default="")
    text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True, default="")
    bank_reference = serializers.CharField(max_length=LONGEST_REFERENCE, required=False, allow_blank=True, default="")


class WholeStatement(serializers.Serializer[Any]):
    """CSV as the bank exports it; the first row names the columns."""

    text = serializers.CharField(max_length=LONGEST_STATEMENT)


class StatementEntered(serializers.Serializer[Any]):
    """How many lines are new, and how many were known before."""

    new = serializers.IntegerField()
    known = serializers.IntegerField()


class Meaning(serializers.Serializer[Any]):
    """The reference of a payment (empty: nobody's), or the `id` of a transfer of ours that came back."""

    claimed = serializers.CharField(max_length=LONGEST_CLAIM, required=False, allow_blank=True, default="")
    transfer = Number(required=False, allow_null=True, default=None)


class Booking(serializers.Serializer[Any]):
    """What the line said it is for when you looked, as it was answered: both are compared."""

    claimed = serializers.CharField(max_length=LONGEST_CLAIM, required=False, allow_blank=True, default="")
    transfer = serializers.CharField(max_length=48, required=False, allow_null=True, allow_blank=True, default=None)

    def validate_transfer(self, sent: str | None) -> str:
        return sent or ""


class TransferRow(serializers.Serializer[Any]):
    """Money that operators send by hand, with our `reference` on it; without a `bank` to the account it came from."""

    id = serializers.IntegerField()
    kind = Choice(["refund", "payout"])
    reference = serializers.CharField()
    holder = serializers.CharField(allow_blank=True)
    bank = serializers.CharField(allow_blank=True)
    number = serializers.CharField(allow_blank=True)
    amount = Amount()
    state = Choice(TransferState.choices)
    bank_reference = serializers.CharField(allow_blank=True)
    problem = serializers.CharField(allow_blank=True)
    asked_at = serializers.DateTimeField()
    ended_by = serializers.CharField(allow_blank=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    address = serializers.CharField()


class WhichTransfers(serializers.Serializer[Any]):
    """Those to carry out, oldest first; or those that ended, latest first."""

    state = Choice(["listed", "ended"], required=False, default="listed")


class TickedOff(serializers.Serializer[Any]):
    """What the bank calls it."""

    bank_reference = serializers.CharField(max_length=LONGEST_REFERENCE)


def arrival_row(seen: Foreseen, operator_id: int) -> dict[str, Any]:
    one = seen.arrival
    return {
        "id": one.pk,
        "amount": Money(one.amount, one.currency),
        "number": one.payer_number,
        "transfer": one.transfer.reference if one.transfer else None,
        "verdict": seen.verdict,
        "entered_by": one.entered_by.name,
        "matched_by": one.matched_by.name if one.matched_by else "",
        "own": operator_id in {one.entered_by_id, one.matched_by_id},
        **{name: getattr(one, name) for name in ("state", "claimed", "entered_at", *LINE)},
    }


def whole_arrival(row: dict[str, Any], misses: list[NearMiss], came_back: list[Transfer]) -> dict[str, Any]:
    return {**row, "near_misses": [_miss(one) for one in misses], "came_back": came_back}


def _miss(one: NearMiss) -> dict[str, Any]:
    paid = one.payment
    amount = Money(paid.amount, paid.currency)
    return {"reference": paid.reference, "amount": amount, "near": one.near, "fits": one.fits}


def transfer_row(one: Transfer) -> dict[str, Any]:
    told = (
        "kind",
        "reference",
        "holder",
        "bank",
        "number",
        "state",
        "bank_reference",
        "problem",
        "asked_at",
        "ended_at",
    )
    return {
        "id": one.pk,
        "amount": Money(one.amount, one.currency),
        "ended_by": one.ended_by.name if one.ended_by else "",
        "address": reverse("api:desk_transfer", args=[one.pk]),
        **{name: getattr(one, name) for name in told},
    }
