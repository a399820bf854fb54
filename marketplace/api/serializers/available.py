"""What can be done now, and where: the offers of the pages with addresses of the API."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from rest_framework import serializers

from marketplace.api.serializers.choice import Choice
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
    method = Choice(["GET", "POST"])
    address = serializers.CharField()


def available(offer: Offer, facts: Facts) -> dict[str, Any]:
    """About an order or its claim."""
    return offered(offer, _address(offer.action, facts), method="GET" if offer.action == "pay" else "POST")


def offered(offer: Offer, address: str, *, method: str = "POST") -> dict[str, Any]:
    """As it is told wherever something is offered: all but what the pages alone say."""
    told = ("action", "label", "consequence", "due_at", "blocked_reason")
    return {**{name: getattr(offer, name) for name in told}, "method": method, "address": address}


def _address(action: str, facts: Facts) -> str:
    if action == "pay":
        return reverse("api:checkout", args=[facts.payment.reference])
    if action in CLAIM_ACTS:
        return reverse(f"api:claim_{action}", args=[facts.open_claim_id])
    return reverse(f"api:{ORDER_ACTS[action]}", args=[facts.order.reference])
