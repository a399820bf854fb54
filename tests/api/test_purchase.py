"""The whole purchase through the API alone: from opening a shop to the payout. The provider is played by its words."""

from datetime import datetime

import pytest
from django.conf import settings
from pytest_django import Settings

from core.actor import Actor, Role
from escrow.invariants import check_site
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.models import Payment
from marketplace.api.serializers.buying import Destination
from marketplace.orders.actions.accept_payment import accept_payment
from marketplace.orders.actions.record_parcel_event import record_parcel_event
from marketplace.orders.models import Order
from tests import make
from tests.api.programs import code, program_of

pytestmark = pytest.mark.django_db
TEA = {"title": "Old-tree tea", "category": "tea", "variants": [{"price": 11800, "stock": 3}]}
HOME = {"recipient": "Lin Yue", "phone": "138 0000 1234", "region": "Zhejiang, Hangzhou", "street": "Wener Road 12"}


def test_a_shop_is_opened_goods_are_bought_sent_confirmed_and_paid_out_by_programs_alone(now: datetime) -> None:
    owner, person = make.user("Wang Sells"), make.user("Lin Yue")
    seller, buyer = program_of(owner), program_of(person)

    status, shop = seller.post("/api/v1/shop/", {"name": "Wang’s", "region": "Jingmai", "shipping_price": 1000})
    assert (status, shop["slug"]) == (201, "wangs")
    status, listing = seller.post("/api/v1/shop/listings/", TEA)
    assert (status, listing["state"], listing["skus"][0]["stock"]) == (201, "draft", 3)
    assert seller.put(f"/api/v1/shop/listings/{listing['id']}/state/", {"live": True})[1]["state"] == "live"

    (found,) = buyer.get("/api/v1/listings/?q=old-tree")[1]["results"]
    (choice,) = buyer.get(f"/api/v1/listings/{found['id']}/")[1]["skus"]
    status, basket = buyer.put(f"/api/v1/basket/lines/{choice['id']}/", {"quantity": 1})
    assert (status, basket["total"]["minor"], basket["payable"]) == (200, 12800, True)
    placing = {"version": basket["version"], "token": basket["token"], "address": HOME}
    status, placed = buyer.post("/api/v1/checkouts/", placing)
    assert (status, placed["stands"], placed["amount"]["text"]) == (201, "waiting", "¥128.00")
    assert placed["cashier"].startswith("http://127.0.0.1:8701/cashier/?")
    (order,) = placed["orders"]
    here = f"/api/v1/orders/{order['reference']}/"

    accept_payment(make.capture(Payment.objects.get(reference=placed["reference"]), now=now).pk, now=now)
    assert buyer.get(f"/api/v1/checkouts/{placed['reference']}/")[1]["stands"] == "paid"
    assert seller.post(f"{here}packing/")[1]["status"] == "packing"
    status, shipped = seller.post(f"{here}shipment/", {"carrier": "SF Express", "number": "SF1234567890"})
    assert (status, shipped["status"], shipped["role"]) == (200, "shipped", "seller")
    record_parcel_event(Order.objects.get(reference=order["reference"]).shipment.pk, "delivered", now, now=now)
    assert buyer.post(f"{here}extension/")[0] == 200
    status, done = buyer.post(f"{here}receipt/")
    assert (status, done["status"], done["title"]) == (200, "completed", "¥128.00 went to Wang’s")

    assert seller.get("/api/v1/shop/money/")[1]["available"]["minor"] == 12505
    shop_id = Order.objects.get(reference=order["reference"]).shop_id
    set_payout_account(
        book_id=shop_id,
        owner_id=owner.pk,
        bank="ICBC",
        holder="Wang",
        number="62220001",
        now=now,
        actor=Actor(Role.SELLER, owner.pk),
    )
    status, payout = seller.post("/api/v1/shop/payouts/", {"amount": 12505})
    assert (status, payout["state"], payout["account"]) == (201, "requested", "ICBC …0001")
    statement = seller.get("/api/v1/shop/statement/")[1]["results"]
    assert [(row["change"]["minor"], row["balance"]["minor"]) for row in statement] == [(-12505, 0), (12505, 12505)]
    assert check_site(now) == []


def test_a_program_chooses_how_it_pays(now: datetime, settings: Settings) -> None:
    settings.GATEWAYS = ["sandbox", "bank_transfer"]
    settings.BANK_HOLDER, settings.BANK_NAME, settings.BANK_NUMBER = "Danbao Ltd", "Farmers’ Bank", "6222 0009"
    buyer = program_of(make.user("Lin Yue"))
    basket = buyer.put(f"/api/v1/basket/lines/{make.sku().pk}/", {"quantity": 1})[1]
    assert [(way["gateway"], "7 days" in way["hint"]) for way in basket["ways_to_pay"]] == [
        ("sandbox", False),
        ("bank_transfer", True),
    ]
    placing = {"version": basket["version"], "token": basket["token"], "address": HOME}
    nonsense: list[object] = ["x", "stripe", "", None, [], {}, 1.5, "x" * 17, "\0", "\ud800"]
    refused = {code(buyer.post("/api/v1/checkouts/", {**placing, "gateway": one}))[0] for one in nonsense}
    assert refused == {400}
    assert code(buyer.post("/api/v1/checkouts/", {**placing, "gateway": "stripe"})) == (400, "gateway_unavailable")
    assert Payment.objects.count() == 0
    status, placed = buyer.post("/api/v1/checkouts/", {**placing, "gateway": "bank_transfer"})
    assert (status, placed["gateway"]) == (201, "bank_transfer")
    assert placed["transfer_to"]["reference"] == placed["reference"]


def test_a_program_that_does_not_choose_pays_the_first_way(now: datetime, settings: Settings) -> None:
    settings.GATEWAYS = ["bank_transfer", "sandbox"]
    settings.BANK_HOLDER, settings.BANK_NAME, settings.BANK_NUMBER = "Danbao Ltd", "Farmers’ Bank", "6222 0009"
    buyer = program_of(make.user("Lin Yue"))
    basket = buyer.put(f"/api/v1/basket/lines/{make.sku().pk}/", {"quantity": 1})[1]
    placing = {"version": basket["version"], "token": basket["token"], "address": HOME}
    assert buyer.post("/api/v1/checkouts/", placing)[1]["gateway"] == "bank_transfer"


def test_the_document_names_every_field_of_an_address() -> None:
    told = (settings.BASE_DIR / "docs/api.md").read_text("utf-8")
    *names, last = Destination().fields
    assert f"an `address`, an object of {', '.join(f'`{name}`' for name in names)} and `{last}`" in " ".join(
        told.split()
    )
