"""A claim at the operators' desk as JSON: the words of the desk's pages, and the facts behind them."""

from typing import Any

from django.urls import reverse

from core.models import AuditRecord
from core.money import Money
from marketplace.api.serializers.available import offered
from marketplace.api.serializers.claim_bodies import offer_row, said, terms
from marketplace.claims.models import Claim, Ruling
from marketplace.claims.queries import to_buyer
from marketplace.trade.desk_verbs import desk_offers
from marketplace.trade.dockets import Waiting
from marketplace.trade.hearing import Hearing, Side, needs_second
from marketplace.trade.offers import Offer
from marketplace.trade.phrases import plain
from marketplace.trade.who_gets_what import Counted

ABOUT = ("state", "outcome", "wish", "reason", "shipped", "after_sale", "opened_at", "ended_at")
RULED = ("number", "reasons", "proposed_at", "given_at", "final_at", "declined_at", "declined_reasons", "by_default")
#: Verb -> where it is posted, and what the address names.
PLACES = {
    "propose_ruling": "desk_ruling",
    "agree_to_ruling": "desk_agreement",
    "decline_ruling": "desk_refusal",
}


def docket_row(waiting: Waiting) -> dict[str, Any]:
    claim = waiting.docket.claim
    return {
        "id": claim.pk,
        "order": claim.order.reference,
        "kind": waiting.kind,
        "state": claim.state,
        "buyer": claim.order.buyer.name,
        "shop": claim.order.shop.shown_name,
        "amount": waiting.docket.amount,
        "due_at": waiting.due_at,
        "overdue": waiting.overdue,
        "latest_at": waiting.docket.latest_at,
        "cap_at": waiting.cap_at,
        "address": reverse("api:desk_claim", args=[claim.pk]),
    }


def whole_hearing(hearing: Hearing, operator_id: int) -> dict[str, Any]:
    claim, line = hearing.claim, hearing.line
    order = claim.order
    ended = claim.get_outcome_display()
    return {
        "id": claim.pk,
        "order": order.reference,
        **{name: getattr(claim, name) for name in ABOUT},
        "waits_for": ended or claim.get_state_display(),
        "title": line.title if line else "",
        "sentence": plain(line.sentence) if line else "",
        "held": Money(order.hold.left, order.currency),
        "asked": hearing.asked,
        "buyer": _side(hearing.buyer, order.currency),
        "seller": _side(hearing.seller, order.currency),
        "going_back": getattr(claim, "goods_back", None),
        "given": [_ruling(claim, one) for one in hearing.given],
        "declined": [_ruling(claim, one) for one in hearing.declined],
        "proposal": _ruling(claim, hearing.proposal) if hearing.proposal else None,
        "clocks": hearing.clocks,
        "record": [record_row(one) for one in hearing.records],
        "journal": hearing.entries,
        "available_actions": [_available(one, hearing) for one in desk_offers(hearing, operator_id)],
    }


def counted_out(counted: Counted, claim: Claim) -> dict[str, Any]:
    return {
        "held": counted.held,
        "to_buyer": counted.to_buyer,
        "to_shop": counted.to_shop,
        "shares": counted.shares,
        "sources": [{"name": name, "amount": money} for name, money in counted.sources],
        "counted": counted.stamp,
        "needs_second": needs_second(claim),
    }


def _side(side: Side, currency: str) -> dict[str, Any]:
    return {
        "name": side.name,
        "said": [said(one, side.name, one.photos.all(), "api:desk_photo") for one in side.statements],
        "offers": [offer_row(one.offer, one.to_buyer, currency) for one in side.offers],
        "record": side.record,
        "orders": side.orders,
    }


def _ruling(claim: Claim, ruling: Ruling) -> dict[str, Any]:
    names = {"proposed_by": ruling.operator, "agreed_by": ruling.second, "declined_by": ruling.declined_by}
    return {
        **terms(ruling, to_buyer(claim, ruling) if claim.ended_at is None else None, claim.order.currency),
        "id": ruling.pk,
        **{name: getattr(ruling, name) for name in RULED},
        **{who: person.name if person else "" for who, person in names.items()},
    }


def record_row(record: AuditRecord) -> dict[str, Any]:
    return {"at": record.at, "role": record.actor_role, "action": record.action, "data": record.data}


def _available(offer: Offer, hearing: Hearing) -> dict[str, Any]:
    about = hearing.proposal.pk if hearing.proposal else hearing.claim.pk
    return offered(offer, reverse(f"api:{PLACES[offer.action]}", args=[about]))
