"""The shapes of what operators decide about money, and what is in them."""

from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework import serializers

from core.money import Money
from escrow.payments.actions import by_hand
from escrow.payments.actions.by_hand import LONGEST_REFERENCE, PreviewLine
from escrow.payments.actions.decide import KINDS, LONGEST_REASON
from escrow.payments.models import Capture, Decision, Payout, PayoutAccount, Refund
from marketplace.api.serializers.amounts import Amount, Minor, Number
from marketplace.api.serializers.choice import Choice
from marketplace.api.serializers.desk import PostingRow
from marketplace.api.serializers.money import BankDetails, PayoutPart, part_row
from marketplace.catalog.models import Shop
from marketplace.trade.by_hand import lines_of_decision, seen
from marketplace.trade.desk_money import Unanswered
from marketplace.trade.proposing import OF_PAYOUT, OF_REFUND, OF_SUSPENSE, waiting_about
from marketplace.trade.statement import masked, parts_of

SHORTEST_REASON = 5


class DecisionRow(serializers.Serializer[Any]):
    """What one operator proposes and another carries out. `agreed` is null while it waits; `own`: you proposed it.

    `about` is the id of what it is about, `data` the other ids and sums; `lines` what an entry by hand will write.
    """

    id = serializers.IntegerField()
    kind = Choice(KINDS)
    about = serializers.IntegerField(allow_null=True)
    data = serializers.DictField()  # type: ignore[assignment]  # a field of that name, not what serializers answer
    reason = serializers.CharField()
    lines = PostingRow(many=True)
    proposed_by = serializers.CharField()
    proposed_at = serializers.DateTimeField()
    decided_by = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    agreed = serializers.BooleanField(allow_null=True)
    own = serializers.BooleanField()


class WhichDecisions(serializers.Serializer[Any]):
    """Those that wait, the longest first; or those decided, the latest first."""

    state = Choice(["waiting", "decided"], required=False, default="waiting")


class Reasoned(serializers.Serializer[Any]):
    """The second operator reads it; it is kept for good."""

    reason = serializers.CharField(min_length=SHORTEST_REASON, max_length=LONGEST_REASON)


class EntryDraft(serializers.Serializer[Any]):
    """How much, in the site's currency; and what its kind needs: a `gateway` and the `reference` of the line on its
    statement, the number of an `order`, or the `id` of a `shop`.
    """

    amount = Minor(at_least=1, required=False)
    gateway = serializers.CharField(max_length=16, required=False)
    reference = serializers.CharField(max_length=LONGEST_REFERENCE, required=False)
    order = serializers.CharField(max_length=40, required=False)
    shop = Number(required=False)


class EntryProposed(EntryDraft, Reasoned):
    """`seen` as the same draft was answered: nothing else is proposed."""

    amount = Minor(at_least=1)
    seen = serializers.CharField(max_length=200)


class EntrySeen(serializers.Serializer[Any]):
    """The lines an entry would write; `gateways` are those on whose statement it may stand. Propose it with `seen`."""

    kind = Choice(list(by_hand.KINDS))
    gateways = serializers.ListField(child=serializers.CharField())
    lines = PostingRow(many=True)
    seen = serializers.CharField(allow_blank=True)


class RejectedRefund(serializers.Serializer[Any]):
    """`problem` is why it came back."""

    id = serializers.IntegerField()
    reference = serializers.CharField()
    buyer = serializers.CharField(allow_blank=True)
    amount = Amount()
    problem = serializers.CharField(allow_blank=True)
    opened_at = serializers.DateTimeField()


class WholeRefund(RejectedRefund):
    """`account` is the one its buyer entered; null until then, and nobody else may enter it."""

    account = BankDetails(allow_null=True)


class RefundProposal(Reasoned):
    """Try the provider again, or send it to the buyer's bank account."""

    way = Choice(list(OF_REFUND))


class LargePayout(serializers.Serializer[Any]):
    """`shop` is its name, `shop_id` its `id`."""

    id = serializers.IntegerField()
    reference = serializers.CharField()
    shop = serializers.CharField()
    shop_id = serializers.IntegerField()
    amount = Amount()
    opened_at = serializers.DateTimeField()


class WholePayout(LargePayout):
    """Where it goes, and since when that account is named. Its `parts` add up to it; a deposit has none.

    `proposed`: somebody has proposed what becomes of it.
    """

    account = serializers.CharField()
    holder = serializers.CharField()
    named_at = serializers.DateTimeField()
    parts = PayoutPart(many=True)
    proposed = serializers.BooleanField()


class PayoutProposal(Reasoned):
    """Send it, or give it back to the shop, which then reads the reason."""

    way = Choice(list(OF_PAYOUT))


class UnknownMoney(serializers.Serializer[Any]):
    """Money that came in and belongs to no payment we know; `claimed` is what it said it was for."""

    id = serializers.IntegerField()
    reference = serializers.CharField()
    gateway = serializers.CharField()
    claimed = serializers.CharField(allow_blank=True)
    amount = Amount()
    captured_at = serializers.DateTimeField()


class SuspenseProposal(Reasoned):
    """Match it to the `payment` of that reference, or send it back."""

    way = Choice(list(OF_SUSPENSE))
    payment = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")


class UnansweredRow(serializers.Serializer[Any]):
    """`sent_as` is what the provider knows it by."""

    kind = Choice(["refund", "payout"])
    sent_as = serializers.CharField()
    gateway = serializers.CharField()
    amount = Amount()
    opened_at = serializers.DateTimeField()


def decision_row(decision: Decision, operator_id: int) -> dict[str, Any]:
    told = ("kind", "data", "reason", "proposed_at", "decided_at", "agreed")
    return {
        "id": decision.pk,
        "about": decision.subject_id,
        **{name: getattr(decision, name) for name in told},
        "lines": _lines(lines_of_decision(decision)),
        "proposed_by": decision.proposed_by.name,
        "decided_by": decision.decided_by.name if decision.decided_by else "",
        "own": decision.proposed_by_id == operator_id,
    }


def _lines(lines: Sequence[PreviewLine]) -> list[Mapping[str, Any]]:
    return [{"debit": line.debit, "credit": line.credit, "amount": Money(line.amount, line.currency)} for line in lines]


def entry_seen(kind: str, gateways: Sequence[str], lines: Sequence[PreviewLine]) -> dict[str, Any]:
    return {"kind": kind, "gateways": gateways, "lines": _lines(lines), "seen": seen(lines)}


def refund_row(refund: Refund) -> dict[str, Any]:
    return {
        "id": refund.pk,
        "buyer": refund.payer.name if refund.payer else "",
        "amount": Money(refund.amount, refund.currency),
        **{name: getattr(refund, name) for name in ("reference", "problem", "opened_at")},
    }


def whole_refund(refund: Refund, account: PayoutAccount | None) -> dict[str, Any]:
    return {**refund_row(refund), "account": account}


def payout_row(payout: Payout, shop: Shop) -> dict[str, Any]:
    return {
        "id": payout.pk,
        "reference": payout.reference,
        "shop": shop.shown_name,
        "shop_id": shop.pk,
        "amount": Money(payout.amount, payout.currency),
        "opened_at": payout.opened_at,
    }


def whole_payout(payout: Payout, shop: Shop) -> dict[str, Any]:
    account = payout.account
    return {
        **payout_row(payout, shop),
        "account": masked(account.bank, account.number),
        "holder": account.holder,
        "named_at": account.opened_at,
        "parts": [part_row(part) for part in parts_of(payout)],
        "proposed": waiting_about(payout).exists(),
    }


def unknown_money(capture: Capture) -> dict[str, Any]:
    return {
        "id": capture.pk,
        "reference": capture.reference,
        "gateway": capture.gateway,
        "claimed": capture.claimed_reference,
        "amount": Money(capture.left, capture.currency),
        "captured_at": capture.captured_at,
    }


def unanswered_row(one: Unanswered) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "sent_as": one.sent_as,
        "gateway": one.provider,
        "amount": Money(one.amount, one.currency),
        "opened_at": one.opened_at,
    }
