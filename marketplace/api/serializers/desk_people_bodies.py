"""People, shops, suspensions and reviews at the operators' desk as JSON."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from core.money import Money
from marketplace.api.serializers.available import offered
from marketplace.api.serializers.reviews import review_row
from marketplace.api.serializers.suspensions import suspension_row
from marketplace.catalog.models import Shop
from marketplace.suspensions.models import Suspension
from marketplace.suspensions.queries import promises
from marketplace.trade.dossier import OfPerson, OfShop
from marketplace.trade.offers import Offer
from marketplace.trade.review_page import Shown
from marketplace.trade.suspending import Standing, deciding, why_not
from marketplace.users.models import User

#: What an operator does -> where it is posted.
PLACES = {
    "suspend_person": "desk_person_suspension",
    "suspend_shop": "desk_shop_suspension",
    "keep_suspension": "desk_keeping",
    "lift_suspension": "desk_lifting",
}


def person_row(person: Any, operator_id: int) -> dict[str, Any]:
    """One that `desk_people.found` found."""
    return {
        **_person(person),
        "suspended": person.any_suspended,
        "own": person.pk == operator_id,
        "address": None if person.pk == operator_id else reverse("api:desk_person", args=[person.pk]),
    }


def desk_person(known: OfPerson, operator_id: int) -> dict[str, Any]:
    return {
        **_person(known.person),
        "confirmed": known.confirmed,
        "shop_suspended": known.person.shop_suspended,  # type: ignore[attr-defined]  # annotated by `dossier`
        **_dealings(known, operator_id),
    }


def desk_shop(known: OfShop, operator_id: int) -> dict[str, Any]:
    shop = known.shop
    return {
        **_shop(shop),
        "name": shop.name,
        "second_name": shop.second_name,
        "owner": shop.owner,
        "region": shop.region,
        "opened_at": shop.opened_at,
        "closed_at": shop.closed_at,
        "listings": known.listings,
        **{name: known.figures[name] for name in ("held", "available", "paid_out")},
        "debt": known.debt,
        "waiting": [
            {"id": one.pk, "amount": Money(one.amount, one.currency), "opened_at": one.opened_at}
            for one in known.waiting
        ],
        **_dealings(known, operator_id),
    }


def suspensions(found: Iterable[Suspension], operator_id: int) -> list[dict[str, Any]]:
    """Each with `person`, `by`, `kept_by` and `lifted_by`. One query."""
    rows = list(found)
    due = promises(one for one in rows if one.appeal_waits)
    return [_suspension(one, due.get(one.pk), operator_id) for one in rows]


def desk_review(shown: Shown) -> dict[str, Any]:
    review = shown.review
    return {**review_row(shown), "order": review.order.reference, "by": review.by_role}


def _person(person: User) -> dict[str, Any]:
    shop = getattr(person, "shop", None)
    return {
        "id": person.pk,
        "name": person.name,
        "email": person.email,
        "joined_at": person.date_joined,
        "operator": person.is_operator,
        "shop": _shop(shop) if shop else None,
    }


def _shop(shop: Shop) -> dict[str, Any]:
    return {"id": shop.pk, "slug": shop.slug, "name": shop.shown_name}


def _dealings(known: OfPerson | OfShop, operator_id: int) -> dict[str, Any]:
    panel = known.panel
    return {
        "orders": [_order(order) for order in known.orders],
        "counts": known.counts,
        "record": known.record,
        "suspension": next(iter(suspensions([panel.open] if panel.open else [], operator_id)), None),
        "earlier": [_suspension(one, None, operator_id) for one in panel.past],
        "available_actions": [_available(one, _about(panel)) for one in panel.offers],
    }


def _about(panel: Standing) -> int:
    return panel.open.pk if panel.open else panel.subject_id


def _order(order: Any) -> dict[str, Any]:
    return {
        "reference": order.reference,
        "status": order.status,
        "shop": _shop(order.shop),
        "buyer": order.buyer,
        "amount": Money(order.hold.amount, order.currency),
        "placed_at": order.placed_at,
        "own": order.own,
    }


def _suspension(one: Suspension, due_at: datetime | None, operator_id: int) -> dict[str, Any]:
    acts = deciding(one, why_not(one, operator_id)) if one.is_open else ()
    return {
        **suspension_row(one, due_at),
        "subject_id": one.subject_id,
        "person": one.person,
        **{who: person.name if (person := getattr(one, who)) else "" for who in ("by", "kept_by", "lifted_by")},
        "available_actions": [_available(offer, one.pk) for offer in acts],
    }


def _available(offer: Offer, about: int) -> dict[str, Any]:
    return offered(offer, reverse(f"api:{PLACES[offer.action]}", args=[about]))
