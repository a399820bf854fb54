"""Who may see which seller's page: its owner, the other party, a stranger with a shop, one without, nobody."""

import pytest
from django.test import Client
from django.urls import reverse

from marketplace.catalog.models import Sku
from tests import make

OWN = ["desk", "shop", "listings", "listing_new", "orders", "money", "statement_csv", "payout_account"]
ORDER_PAGES = ["order", "shipment", "extension", "cancellation"]
ORDER_ACTS = ["packing", "shipment", "extension", "cancellation"]


@pytest.mark.parametrize("name", OWN)
def test_a_shops_own_pages_are_its_owners_and_never_kept(seller: Client, name: str) -> None:
    response = seller.get(reverse(f"sellers:{name}"))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("name", OWN)
def test_nobody_is_asked_to_sign_in(client: Client, name: str) -> None:
    address = reverse(f"sellers:{name}")
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("name", OWN)
def test_who_has_no_shop_is_led_to_opening_one(client: Client, name: str) -> None:
    client.force_login(make.user())
    response = client.get(reverse(f"sellers:{name}"))
    assert (response.status_code, response["Location"]) == (302, "/sell/open/")


@pytest.mark.parametrize("name", ORDER_PAGES)
def test_an_order_is_its_shops_alone(seller: Client, stranger: Client, sku: Sku, name: str) -> None:
    order = make.paid_order(sku=sku)
    address = reverse(f"sellers:{name}", args=[order.reference])
    buyer = Client()
    buyer.force_login(order.buyer)
    assert seller.get(address).status_code == 200
    assert stranger.get(address).status_code == 404
    assert buyer.get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("name", ORDER_ACTS)
def test_nobody_else_acts_on_an_order(stranger: Client, sku: Sku, name: str) -> None:
    order = make.paid_order(sku=sku)
    address = reverse(f"sellers:{name}", args=[order.reference])
    sent = {"carrier": "SF Express", "number": "SF1234567890", "reason": "None left", "seconds": "259200"}
    buyer = Client()
    buyer.force_login(order.buyer)
    assert stranger.post(address, sent).status_code == 404
    assert buyer.post(address, sent).status_code == 404
    assert Client().post(address, sent).status_code == 302
    after = make.read(order)
    assert (after.packed_at, hasattr(after, "shipment"), after.hold.state) == (None, False, "held")


def test_another_shops_goods_are_not_found(stranger: Client, sku: Sku) -> None:
    for name in ("listing_edit", "listing_state"):
        address = reverse(f"sellers:{name}", args=[sku.listing_id])
        assert stranger.post(address, {"to": "hidden"}).status_code == 404
    sku.listing.refresh_from_db()
    assert sku.listing.state == "live"


@pytest.mark.parametrize("name", ["pack_many", "payout"])
def test_who_has_no_shop_posts_nothing(client: Client, name: str) -> None:
    client.force_login(make.user())
    assert client.post(reverse(f"sellers:{name}")).status_code == 404


@pytest.mark.parametrize("name", ["packing", "pack_many", "payout", "listing_state"])
def test_an_act_is_never_done_by_a_get(seller: Client, sku: Sku, name: str) -> None:
    order = make.paid_order(sku=sku)
    about: dict[str, list[str | int]] = {"packing": [order.reference], "listing_state": [sku.listing_id]}
    assert seller.get(reverse(f"sellers:{name}", args=about.get(name, []))).status_code == 405
