"""What we show a provider about a disputed charge: what was ordered, sent, confirmed, said and shown, as it stands.

Photos are named by the digest of their bytes. Amounts are minor units; moments ISO 8601. It is read by the provider's
people, so its words are English.
"""

from datetime import datetime
from typing import Any

from django.utils import translation

from core.models import AuditRecord
from escrow.payments.models import Chargeback
from marketplace.chargebacks import stakes
from marketplace.claims.models import Claim
from marketplace.conversations.queries import said_in
from marketplace.orders.models import Charge, Order, Shipment, ShipmentEvent

#: So many of the newest messages of a conversation are shown.
MOST_MESSAGES = 200


def document(chargeback: Chargeback, words: str) -> dict[str, Any]:
    """All of it, for every order of the payment. About twelve queries an order."""
    payment = chargeback.capture.payment
    orders = stakes.orders_of(chargeback).select_related("shop", "buyer", "hold")
    with translation.override("en"):
        return {
            "charge": chargeback.capture.reference,
            "payment": payment.reference if payment else "",
            "paid_at": _at(chargeback.capture.captured_at),
            "amount": chargeback.amount,
            "currency": chargeback.currency,
            "statement": words,
            "orders": [_order(order) for order in orders],
        }


def _order(order: Order) -> dict[str, Any]:
    shipment = Shipment.objects.filter(order=order).first()
    charges = Charge.objects.filter(order=order).order_by("pk")
    return {
        "reference": order.reference,
        "shop": order.shop.name,
        "buyer": order.buyer.name,
        "placed_at": _at(order.placed_at),
        "to": f"{order.recipient}, {order.region}",
        "lines": [
            {"title": line.title, "variant": line.variant, "quantity": line.quantity, "amount": line.amount.minor}
            for line in order.lines.order_by("pk")
        ],
        "charges": [{"type": charge.type, "amount": charge.amount} for charge in charges],
        "given_back": order.hold.given_back,
        "tracking": _tracking(shipment) if shipment else None,
        "record": [
            {"at": _at(row.at), "by": row.actor_role, "act": row.action}
            for row in AuditRecord.objects.filter(subject_type="order", subject_id=order.pk).order_by("pk")
        ],
        "conversation": _conversation(order),
        "claims": [_claim(claim) for claim in Claim.objects.filter(order=order).order_by("opened_at", "pk")],
    }


def _tracking(shipment: Shipment) -> dict[str, Any]:
    events = ShipmentEvent.objects.filter(shipment=shipment).order_by("at", "pk")
    return {
        "carrier": shipment.carrier,
        "number": shipment.number,
        "shipped_at": _at(shipment.shipped_at),
        "delivered_at": _at(shipment.delivered_at) if shipment.delivered_at else None,
        "events": [{"at": _at(event.at), "type": event.type, "text": event.text} for event in events],
    }


def _conversation(order: Order) -> list[dict[str, Any]]:
    newest = said_in(order=order)[:MOST_MESSAGES]
    return [
        {
            "at": _at(one.at),
            "by": one.role,
            "words": one.words,
            "photos": [photo["sha256"] for photo in one.shown],  # type: ignore[attr-defined]  # annotated
        }
        for one in reversed(newest)
    ]


def _claim(claim: Claim) -> dict[str, Any]:
    said = claim.statements.prefetch_related("photos").order_by("at", "pk")
    return {
        "reason": claim.reason,
        "state": claim.state,
        "outcome": claim.outcome,
        "asked": claim.total,
        "said": [
            {
                "at": _at(one.at),
                "by": one.role,
                "act": one.act,
                "words": one.words,
                "photos": [photo.sha256 for photo in one.photos.all()],
            }
            for one in said
        ],
    }


def _at(moment: datetime) -> str:
    return moment.isoformat()
