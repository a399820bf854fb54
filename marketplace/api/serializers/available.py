"""What can be done about an order or its claim now, and where: the offers of the pages with addresses of the API."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from marketplace.trade.facts import Facts
from marketplace.trade.offers import Offer

#: The sub-resource of an order that an act of `trade.actions_table` is posted to.
ORDER_ACTS: Mapping[str, str] = {
    "start_packing": "packing",
    "ship": "shipment",
    "confirm": "receipt",
    "extend": "extension",
    "cancel": "cancellation",
    "ask_to_cancel": "cancellation_request",
    "claim": "order_claims",
    "name_account": "refund_account",
    "review": "order_review",
}
#: The sub-resource of a claim that a verb of `claims.states` is posted to.
CLAIM_ACTS: Mapping[str, str] = {
    "agree": "agreement",
    "refuse": "refusal",
    "offer": "offers",
    "accept_offer": "offer-agreement",
    "refuse_offer": "offer-refusal",
    "change": "change",
    "withdraw": "withdrawal",
    "ask_for_ruling": "ruling-request",
    "send_back": "return",
    "waive_return": "waiver",
    "accept_goods": "goods-acceptance",
    "contest_goods": "goods-contest",
    "add_evidence": "evidence",
    "accept_ruling": "acceptance",
    "appeal": "appeal",
}


class AvailableAction(serializers.Serializer[Any]):
    """What you can do until `due_at`, and what follows. `blocked_reason`: why not now. `address`: where to POST it.

    To pay, GET the `address`: the checkout there names the cashier.
    """

    action = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field of that name, not the serializer's own
    consequence = serializers.CharField(allow_blank=True)
    due_at = serializers.DateTimeField(allow_null=True)
    blocked_reason = serializers.CharField(allow_blank=True)
    method = serializers.ChoiceField(["GET", "POST"])
    address = serializers.CharField()


def available(offer: Offer, facts: Facts) -> dict[str, Any]:
    return {
        "action": offer.action,
        "label": offer.label,
        "consequence": offer.consequence,
        "due_at": offer.due_at,
        "blocked_reason": offer.blocked_reason,
        "method": "GET" if offer.action == "pay" else "POST",
        "address": _address(offer.action, facts),
    }


def _address(action: str, facts: Facts) -> str:
    if action == "pay":
        return reverse("api:checkout", args=[facts.payment.reference])
    if action in CLAIM_ACTS:
        return reverse(f"api:claim_{action}", args=[facts.open_claim_id])
    return reverse(f"api:{ORDER_ACTS[action]}", args=[facts.order.reference])
