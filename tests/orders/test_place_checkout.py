from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import Sum
from pytest_django.fixtures import Settings as SettingsWrapper

from core import chance
from core.errors import DomainError, Invalid, Mismatch
from core.models import AuditRecord, Deadline, OutboxMessage
from escrow.ledger.models import JournalEntry
from escrow.models import Hold
from escrow.payments.models import Payment
from marketplace.catalog.actions.take_down_listing import take_down_listing
from marketplace.catalog.models import Shop, Sku
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.models import Address, Basket, Charge, Checkout, Fulfilment, Order
from marketplace.orders.quote import quote_of
from tests import make

pytestmark = pytest.mark.django_db


def _place(basket: Basket, now: datetime, **changed: Any) -> Checkout:
    given = {
        "destination": make.DESTINATION,
        "version": basket.version,
        "token": quote_of(basket).token,
        "key": "one-form",
        "gateway": "sandbox",
        "now": now,
    }
    return place_checkout(basket, **{**given, **changed})


def _refusal(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    assert (Checkout.objects.count(), Order.objects.count(), Payment.objects.count(), Hold.objects.count()) == (
        0,
        0,
        0,
        0,
    )
    assert Sku.objects.aggregate(all=Sum("reserved"))["all"] in {0, None}
    return refused.value.code


def test_two_shops_become_two_orders_and_one_payment(now: datetime) -> None:
    tea = make.shop(shipping_price=800, free_above=20_000)
    hats = make.shop(shipping_price=1_500, free_above=10_000, ship_promise=24)
    cake, tin = make.sku(make.listing(tea, price=8_000)), make.sku(make.listing(tea, title="Tin", price=2_000))
    hat = make.sku(make.listing(hats, title="Hat", price=12_000))
    basket = make.basket(wanted={cake: 1, tin: 2, hat: 1})
    checkout = _place(basket, now, notes={hats.pk: " no  plastic,\u202e please\0 "})
    payment = checkout.payment
    first, second = Order.objects.order_by("pk")
    assert (payment.amount, payment.currency, payment.gateway, payment.purpose) == (
        24_800,
        "CNY",
        "sandbox",
        "checkout",
    )
    assert (payment.state, payment.expires_at) == ("awaiting", now + timedelta(hours=24))
    assert [(order.shop, order.fulfilment, order.note) for order in (first, second)] == [
        (tea, "parcel", ""),
        (hats, "parcel", "no plastic, please"),
    ]
    assert [(line.title, line.unit_price, line.quantity) for line in first.lines.order_by("pk")] == [
        ("Jingmai old-tree pu’er, 357 g cake", 8_000, 1),
        ("Tin", 2_000, 2),
    ]
    assert list(Charge.objects.order_by("pk").values_list("order", "type", "amount")) == [
        (first.pk, "goods", 8_000),
        (first.pk, "goods", 4_000),
        (first.pk, "shipping", 800),
        (second.pk, "goods", 12_000),
        (second.pk, "shipping", 0),
    ]
    holds = Hold.objects.order_by("pk").values_list("pk", "book_id", "amount", "fee_base", "fee_rate", "state")
    assert list(holds) == [
        (first.pk, tea.pk, 12_800, 12_000, 250, "awaiting_payment"),
        (second.pk, hats.pk, 12_000, 12_000, 250, "awaiting_payment"),
    ]
    assert (first.promised.ship_promise, second.promised.ship_promise) == (72 * 3600, 24 * 3600)
    assert (first.recipient, first.phone, first.region, first.street) == tuple(make.DESTINATION.fields().values())
    assert list(Sku.objects.order_by("pk").values_list("reserved", "sold", "stock")) == [
        (1, 0, 9),
        (2, 0, 8),
        (1, 0, 9),
    ]
    assert list(Deadline.objects.order_by("pk").values_list("subject_type", "subject_id", "kind", "due_at")) == [
        ("payment", payment.pk, "ask_payment", now + timedelta(minutes=1)),
        ("payment", payment.pk, "pay", now + timedelta(hours=24)),
        ("payment", payment.pk, "remind_pay", now + timedelta(hours=18)),
    ]
    assert list(OutboxMessage.objects.order_by("pk").values_list("key", "topic", "payload")) == [
        (f"order.placed:{order.pk}", "order.placed", {"order": order.pk, "payment": payment.pk})
        for order in (first, second)
    ]
    placed = AuditRecord.objects.filter(subject_type="order").order_by("pk")
    assert list(placed.values_list("subject_id", "action", "actor_role", "actor_id")) == [
        (first.pk, "placed", "buyer", checkout.buyer_id),
        (second.pk, "placed", "buyer", checkout.buyer_id),
    ]
    assert (JournalEntry.objects.count(), basket.lines.count()) == (0, 0)
    assert Address.objects.get().owner == basket.owner


def test_the_orders_copies_stand_when_listing_shop_and_policy_change(now: datetime, settings: SettingsWrapper) -> None:
    order = make.placed_order(now=now)
    Sku.objects.update(price=1)
    Shop.objects.update(ship_promise=1, shipping_price=0)
    settings.FEE_RATE = 10_000
    settings.SHIP_PROMISE = 1
    order.refresh_from_db()
    assert (order.lines.get().unit_price, order.hold.amount, order.hold.fee_rate) == (11_800, 12_800, 250)
    assert order.promised.ship_promise == 72 * 3600


def test_a_second_tab_finds_the_same_checkout(now: datetime) -> None:
    basket = make.basket()
    version, token = basket.version, quote_of(basket).token
    first = _place(basket, now, key="first-tab", version=version, token=token)
    again = _place(basket, now, key="second-tab", version=version, token=token)
    assert (again, Order.objects.count()) == (first, 1)


def test_the_same_form_twice_is_one_checkout_and_other_content_under_its_key_is_refused(now: datetime) -> None:
    basket = make.basket()
    sent = {"version": basket.version, "token": quote_of(basket).token}
    first = _place(basket, now, **sent)
    assert _place(basket, now, **sent) == first
    with pytest.raises(Mismatch):
        _place(basket, now, **{**sent, "token": "another"})
    assert Order.objects.count() == 1


def test_anothers_key_is_another_key(now: datetime) -> None:
    first, second = make.basket(), make.basket()
    assert _place(first, now, key="same").pk != _place(second, now, key="same").pk


def test_a_changed_price_is_asked_about_again(now: datetime) -> None:
    basket = make.basket()
    token = quote_of(basket).token
    Sku.objects.update(price=11_900)
    assert _refusal(lambda: _place(basket, now, token=token)) == "price_changed"
    assert _place(basket, now).payment.amount == 12_900


def test_a_dearer_parcel_is_asked_about_again(now: datetime) -> None:
    basket = make.basket()
    token = quote_of(basket).token
    Shop.objects.update(shipping_price=2_000)
    assert _refusal(lambda: _place(basket, now, token=token)) == "price_changed"


def test_an_older_version_of_the_basket_is_refused(now: datetime) -> None:
    basket = make.basket()
    assert _refusal(lambda: _place(basket, now, version=basket.version - 1)) == "basket_changed"
    assert _refusal(lambda: _place(basket, now, version=basket.version + 1)) == "basket_changed"


def test_what_cannot_be_bought_is_refused(now: datetime) -> None:
    basket = make.basket()
    sku = basket.lines.get().sku
    Sku.objects.filter(pk=sku.pk).update(received=0)
    assert _refusal(lambda: _place(basket, now)) == "sold_out"
    Sku.objects.filter(pk=sku.pk).update(received=5)
    take_down_listing(sku.listing, now=now)
    assert _refusal(lambda: _place(basket, now)) == "not_for_sale"
    basket.lines.all().delete()
    assert _refusal(lambda: _place(basket, now)) == "basket_empty"


def test_a_shop_opened_after_filling_the_basket_makes_it_ones_own_goods(now: datetime) -> None:
    basket = make.basket()
    Shop.objects.update(owner=basket.owner)
    assert _refusal(lambda: _place(basket, now)) == "own_goods"


@pytest.mark.parametrize("fulfilment", [Fulfilment.DIGITAL, Fulfilment.CENTRE, "pigeon"])
def test_only_parcels_are_placed(fulfilment: str, now: datetime) -> None:
    assert _refusal(lambda: _place(make.basket(), now, fulfilment=fulfilment)) == "only_parcels"


def test_without_a_gateway_nothing_is_ordered(now: datetime, settings: SettingsWrapper) -> None:
    settings.GATEWAYS = []
    assert _refusal(lambda: _place(make.basket(), now)) == "no_gateway"


def test_shops_of_two_currencies_cannot_share_a_payment(now: datetime) -> None:
    yen = make.listing(title="Bowl")
    Shop.objects.filter(pk=yen.shop_id).update(currency="JPY")
    basket = make.basket(wanted={make.sku(): 1, make.sku(yen): 1})
    assert _refusal(lambda: _place(basket, now)) == "mixed_currencies"


def test_a_total_beyond_what_one_payment_can_be_is_refused(now: datetime) -> None:
    basket = make.basket()
    Sku.objects.update(price=10**14)
    assert _refusal(lambda: _place(basket, now)) == "nothing_to_pay"


def test_five_checkouts_may_wait_for_their_payment(now: datetime) -> None:
    buyer = make.user()
    for _number in range(5):
        make.placed_order(buyer=buyer, now=now)
    basket = make.basket(buyer)
    with pytest.raises(DomainError) as refused:
        _place(basket, now)
    assert (refused.value.code, Order.objects.count()) == ("too_many_unpaid", 5)
    Payment.objects.filter(pk=Payment.objects.first().pk).update(state="paid")  # type: ignore[union-attr]
    assert _place(basket, now).orders.count() == 1


@pytest.mark.parametrize("field", ["recipient", "phone", "region", "street"])
def test_an_address_is_whole(field: str, now: datetime) -> None:
    basket = make.basket()
    for text in ("", "  ", "x" * 500):
        broken = type(make.DESTINATION)(**{**make.DESTINATION.fields(), field: text})
        with pytest.raises(Invalid) as refused:
            _place(basket, now, destination=broken)
        assert refused.value.field == field


def test_a_long_note_is_refused_and_nobodys_basket_needs_signing_in(now: datetime) -> None:
    basket = make.basket()
    assert _refusal(lambda: _place(basket, now, notes={1: "x" * 301})) == "words_too_long"
    Basket.objects.update(owner=None, session="a-token")
    basket.refresh_from_db()
    assert _refusal(lambda: _place(basket, now)) == "sign_in_first"


def test_the_same_address_is_remembered_once(now: datetime) -> None:
    buyer = make.user()
    make.placed_order(buyer=buyer, now=now)
    make.placed_order(buyer=buyer, now=now + timedelta(days=1))
    assert Address.objects.get().used_at == now + timedelta(days=1)


def test_references_that_are_taken_are_drawn_again_a_digit_longer(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chance, "digits", lambda count: "1" * count)
    orders = [make.placed_order(now=now) for _ in range(3)]
    found = [(order.reference[5:-3], order.checkout.payment.reference[5:-3]) for order in orders]
    assert found == [("1" * length, "1" * length) for length in (6, 7, 8)]
