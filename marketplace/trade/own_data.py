"""Everything that is a person's own, as they may take it with them: plain JSON, money in minor units, times in UTC."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model

from escrow import queries
from escrow.payments.models import Payout, Refund
from marketplace.catalog.models import Listing, Shop
from marketplace.claims.models import Claim, Statement
from marketplace.conversations.models import Message
from marketplace.orders.models import Address, Order
from marketplace.users.models import User
from reviews.models import Review


def own_data(person: User) -> dict[str, Any]:
    """What is kept of them and by them. A dozen queries."""
    shop = Shop.objects.filter(owner=person).first()
    bought = Order.objects.filter(buyer=person).select_related("shop", "hold").prefetch_related("lines", "charges")
    return {
        "person": _fields(person, "email", "name", "language", "timezone", "date_joined"),
        "addresses": _rows(Address.objects.filter(owner=person), "recipient", "phone", "region", "street", "used_at"),
        "bought": [_order(order) for order in bought.order_by("pk")],
        "refunds": _rows(
            Refund.objects.filter(payer=person), "reference", "currency", "amount", "reason", "state", "opened_at"
        ),
        "claims": _rows(
            Claim.objects.filter(order__buyer=person).select_related("order"),
            *("order.reference", "wish", "reason", "goods", "other", "tax", "state", "outcome", "opened_at"),
        ),
        "said_about_claims": _rows(Statement.objects.filter(author=person), "act", "words", "at"),
        "messages": _rows(Message.objects.filter(author=person), "words", "at"),
        "reviews": _rows(
            Review.objects.filter(author=person).select_related("order"),
            *("order.reference", "by_role", "stars", "words", "written_at"),
        ),
        "shop": None if shop is None else _shop(shop),
    }


def _order(order: Order) -> dict[str, Any]:
    names = ("reference", "currency", "recipient", "phone", "region", "street", "note", "placed_at", "closed_at")
    return {
        **_fields(order, *names, "closed_by", "shop.name", "hold.state"),
        "lines": _rows(order.lines.all(), "title", "variant", "unit_price", "quantity"),
        "charges": _rows(order.charges.all(), "type", "amount"),
    }


def _shop(shop: Shop) -> dict[str, Any]:
    currency = shop.currency
    sold = Order.objects.filter(shop=shop).select_related("hold").prefetch_related("lines", "charges")
    return {
        **_fields(shop, "name", "second_name", "about", "region", "currency", "opened_at", "closed_at"),
        "goods": _rows(Listing.objects.filter(shop=shop), "title", "second_title", "description", "state", "listed_at"),
        "coupons": _rows(shop.coupons.all(), "code", "amount", "percent", "used", "spent", "made_at"),
        "sold": [
            {
                **_fields(order, "reference", "placed_at", "closed_at", "hold.state"),
                "lines": _rows(order.lines.all(), "title", "variant", "unit_price", "quantity"),
                "charges": _rows(order.charges.all(), "type", "amount"),
            }
            for order in sold.order_by("pk")
        ],
        "payouts": _rows(
            Payout.objects.filter(book_id=shop.book_id, refund=None),
            "reference",
            "currency",
            "amount",
            "state",
            "opened_at",
        ),
        "available": queries.available(shop.book_id, currency),
        "deposited": queries.deposited(shop.book_id, currency),
        "owed": queries.debt(shop.book_id, currency),
    }


def _rows(found: Iterable[Model], *names: str) -> list[dict[str, Any]]:
    return [_fields(row, *names) for row in found]


def _fields(row: Model, *names: str) -> dict[str, Any]:
    """So many attributes of a row; "order.reference" is that of the row it belongs to."""
    return {name.replace(".", "_"): _of(row, name) for name in names}


def _of(row: Any, name: str) -> Any:
    for part in name.split("."):
        row = getattr(row, part)
    return row
