"""Claims and their pictures as JSON: the words of the pages, and the facts behind them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from core.actor import Role
from core.money import Money
from marketplace.api.serializers.available import available
from marketplace.catalog.wordings import wording
from marketplace.claims.models import Offer, Photo, Ruling, Statement, Sums
from marketplace.claims.queries import Tally
from marketplace.claims.sums import Claimable
from marketplace.trade import claim_page
from marketplace.trade.actions_table import offers
from marketplace.trade.claim_facts import ClaimFacts
from marketplace.trade.facts import Facts
from marketplace.trade.line import custody_line
from marketplace.trade.phrases import plain


def claim_row(facts: Facts, asked: ClaimFacts, role: Role) -> dict[str, Any]:
    claim = asked.claim
    face = "buyers" if role == Role.BUYER else "sellers"
    return {
        "id": claim.pk,
        "order": facts.order.reference,
        "role": role.value,
        "state": claim.state,
        "waits_for": claim.get_state_display() if asked.is_open else claim.get_outcome_display(),
        "outcome": claim.outcome,
        "wish": claim.wish,
        "reason": claim.reason,
        "shipped": claim.shipped,
        "after_sale": claim.after_sale,
        "asked": asked.asked,
        "opened_at": claim.opened_at,
        "ended_at": claim.ended_at,
        "turn": [{"role": who.value, "due_at": due} for who, due in asked.turns],
        "page": settings.SITE_URL + reverse(f"{face}:claim", args=[facts.order.reference, claim.pk]),
    }


def whole_claim(facts: Facts, asked: ClaimFacts, role: Role, record: Tally | None, now: datetime) -> dict[str, Any]:
    """For the side `role`; `record` is that of the buyer, for a shop that answers."""
    page = claim_page.read(facts, asked, role)
    line = custody_line(facts, role, now)
    currency = facts.order.currency
    may = offers(facts, role, now) if page.is_now else ()
    return {
        **claim_row(facts, asked, role),
        "title": line.title,
        "sentence": plain(line.sentence),
        "parts": [{"name": name, "amount": amount} for name, amount in page.parts],
        "terms": terms(page.claim, page.total, currency),
        "said": [said(one.statement, one.name, one.photos) for one in page.said],
        "offers": [offer_row(one.offer, one.amount, currency) for one in page.offers],
        "rulings": [ruling_row(one.ruling, one.to_buyer, one.to_seller, currency) for one in page.rulings],
        "going_back": page.parcel,
        "buyer_record": record,
        "available_actions": [available(one, facts) for one in may],
    }


def terms(sums: Sums, to_buyer: Money | None, currency: str) -> dict[str, Any]:
    return {
        "goods": Money(sums.goods, currency),
        "other": Money(sums.other, currency),
        "tax": Money(sums.tax, currency),
        "postage_by": sums.postage_by,
        "postage": Money(sums.postage, currency),
        "to_buyer": to_buyer,
    }


def offer_row(offer: Offer, to_buyer: Money | None, currency: str) -> dict[str, Any]:
    names = ("role", "wish", "made_at", "answered_at", "answer")
    return {**terms(offer, to_buyer, currency), **{name: getattr(offer, name) for name in names}}


RULED = (
    *("number", "reasons", "given_at", "final_at", "by_default"),
    *("accepted_by_buyer_at", "accepted_by_seller_at"),
)


def ruling_row(ruling: Ruling, to_buyer: Money | None, to_seller: Money | None, currency: str) -> dict[str, Any]:
    facts = {name: getattr(ruling, name) for name in RULED}
    return {**terms(ruling, to_buyer, currency), **facts, "to_seller": to_seller}


def said(statement: Statement, name: str, photos: Iterable[Photo], view: str = "api:photo") -> dict[str, Any]:
    """`view` is where this reader gets pictures from."""
    return {
        "role": statement.role,
        "name": name,
        "act": statement.act,
        "words": statement.words,
        "at": statement.at,
        "photos": [photo_row(one, view) for one in photos],
    }


def photo_row(photo: Photo, view: str = "api:photo") -> dict[str, Any]:
    names = ("sha256", "width", "height", "uploaded_at")
    facts = {name: getattr(photo, name) for name in names}
    return {"id": photo.pk, **facts, "address": reverse(view, args=[photo.pk])}


def claimable(row: Claimable, currency: str) -> dict[str, Any]:
    line = row.line
    return {
        "line": line.pk if line else None,
        "title": wording(line.title, line.second_title).text if line else "",
        "at_most": Money(row.most, currency),
    }
