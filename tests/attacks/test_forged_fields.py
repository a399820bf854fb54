"""What only the books, the clock or somebody else decide is not believed when a form brings it along."""

from datetime import datetime
from typing import Any

import pytest
from django.db.models import Model

from escrow.models import Hold
from escrow.payments.models import Payment
from marketplace.catalog.models import Category, Listing, Shop, Sku
from marketplace.orders.models import BasketLine, Order
from marketplace.users.models import User
from tests.access import asking
from tests.access.scene import Scene

#: Names of columns, and of what people might take for one, with values that would do harm.
FORGED: dict[str, str] = {
    **dict.fromkeys(("total", "amount", "seen_price", "fee", "fee_base", "fee_rate", "goods", "tax", "discount"), "1"),
    **dict.fromkeys(("seller", "seller_id", "shop", "shop_id", "owner", "owner_id", "book", "book_id"), "1"),
    **dict.fromkeys(("buyer", "buyer_id", "user", "payer_id", "hold", "hold_id", "checkout", "listing_id", "pk"), "1"),
    **dict.fromkeys(("currency", "slug", "policy", "version", "is_staff", "is_superuser", "role", "actor"), "1"),
    **dict.fromkeys(("paid_at", "shipped_at", "created_at", "placed_at", "closed_at", "due_at", "now"), "2020-01-01"),
    **dict.fromkeys(("received", "reserved", "sold", "v-0-received", "v-0-sold", "v-0-listing"), "500"),
    **dict.fromkeys(("state", "status", "photo_state"), "released"),
}
#: What a shop or goods are sold for is theirs to say; orders say nothing about it.
PRICES = dict.fromkeys(("price", "shipping_price", "free_above", "id"), "1")
SHOP = {"name": "New", "region": "Lishui", "shipping_price": "1", "free_above": "", "ship_promise": "24"}
ROW = {"v-TOTAL_FORMS": 1, "v-INITIAL_FORMS": 1, "v-0-seen": 10, "v-0-name": "", "v-0-price": "5", "v-0-stock": "5"}
#: Who, where, what the form sends.
FORMS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "into the basket": ("buyer", "/basket/", {"quantity": "1", **PRICES}),
    "a line of the basket": ("buyer", "/basket/lines/{sku}/", {"quantity": "2", **PRICES}),
    "receipt": ("buyer", "/buy/orders/{delivered}/receipt/", PRICES),
    "more time": ("buyer", "/buy/orders/{delivered}/extension/", {"seconds": "99999999", **PRICES}),
    "the buyer cancels": ("buyer", "/buy/orders/{paid}/cancellation/", PRICES),
    "packing": ("seller", "/sell/orders/{paid}/packing/", PRICES),
    "parcel": ("seller", "/sell/orders/{paid}/shipment/", {"carrier": "ZTO", "number": "ZTO1234567", **PRICES}),
    "the seller cancels": ("seller", "/sell/orders/{paid}/cancellation/", {"reason": "None left", **PRICES}),
    "the shop": ("seller", "/sell/shop/", SHOP),
    "goods": ("seller", "/sell/listings/{listing}/", {"title": "New", "description": "", **ROW}),
}
KEPT: tuple[type[Model], ...] = (Hold, Order, Payment, Shop, Listing, Sku, BasketLine, User)


def _stored() -> dict[str, list[dict[str, Any]]]:
    """Every row of what the forms could reach, but for moments."""
    rows = {model.__name__: list(model._default_manager.order_by("pk").values()) for model in KEPT}
    return {
        name: [{key: value for key, value in row.items() if not isinstance(value, datetime)} for row in found]
        for name, found in rows.items()
    }


def _after(scene: Scene, who: str, place: str, sent: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    with asking.undone():
        before = _stored()
        assert scene.browser(who).post(place, sent).status_code == 302
        after = _stored()
        assert after != before
        return after


@pytest.mark.parametrize("form", list(FORMS))
def test_columns_in_the_request_are_ignored(form: str, scene: Scene) -> None:
    who, place, sent = FORMS[form]
    names = {name: args[0] for name, args in scene.args.items() if len(args) == 1}
    shelf = Category.objects.order_by("pk")[0].pk
    own = {"sku": names["sku"], "v-0-sku_id": names["sku"], "category": shelf}
    honest = {name: value for name, value in sent.items() if name not in PRICES or sent is SHOP}
    forged = _after(scene, who, place.format(**names), {**FORGED, **sent, **own})
    assert forged == _after(scene, who, place.format(**names), {**honest, **own})
