"""One key, one act: again, with another body, by another user, refused, and two at once."""

import threading
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction

from core.actor import Actor, Role
from core.errors import DomainError
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.models import Payout
from marketplace.api.once import Asked, act_under_key
from marketplace.catalog.models import Shop, Sku
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.models import Order
from marketplace.users.models import User
from tests import make
from tests.api.programs import Program, code, program_of
from tests.conftest import CommittedDatabase

SHIPPED = {"carrier": "SF Express", "number": "SF1234567890"}


@pytest.fixture
def order(sku: Sku, person: User, now: datetime) -> Order:
    return make.paid_order(buyer=person, sku=sku, now=now)


def test_the_same_post_again_gets_the_first_answer_and_says_so(seller: Program, order: Order) -> None:
    place = f"/api/v1/orders/{order.reference}/packing/"
    first = seller.post(place, key="k")
    assert ("Idempotency-Replayed" in seller.last, first[0]) == (False, 200)
    assert (seller.post(place, key="k"), seller.last["Idempotency-Replayed"]) == (first, "true")
    assert code(seller.post(place)) == (409, "packed_already")


def test_the_first_status_is_given_again_too(seller: Program) -> None:
    sent = {"title": "Tea", "variants": [{"price": 100, "stock": 1}]}
    first = seller.post("/api/v1/shop/listings/", sent, key="k")
    assert (first[0], seller.post("/api/v1/shop/listings/", sent, key="k")) == (201, first)
    assert len(seller.get("/api/v1/shop/listings/")[1]["results"]) == 1


def test_the_same_key_with_another_body_or_for_another_address_is_refused(seller: Program, order: Order) -> None:
    here = f"/api/v1/orders/{order.reference}/"
    assert seller.post(f"{here}shipment/", SHIPPED, key="k")[0] == 200
    other = seller.post(f"{here}shipment/", {**SHIPPED, "number": "SF9"}, key="k")
    assert (code(other), "Idempotency-Key" in other[1]["detail"]) == ((422, "idempotency_mismatch"), True)
    assert code(seller.post(f"{here}packing/", key="k")) == (422, "idempotency_mismatch")


def test_keys_of_two_people_are_two_keys(seller: Program, buyer: Program, order: Order) -> None:
    place = f"/api/v1/orders/{order.reference}/cancellation/"
    assert seller.post(f"/api/v1/orders/{order.reference}/packing/", key="k")[0] == 200
    assert code(buyer.post(place, key="k")) == (409, "being_packed")


def test_a_refusal_leaves_the_key_free(seller: Program) -> None:
    assert code(seller.post("/api/v1/shop/listings/", {"title": "Tea"}, key="k")) == (400, "invalid")
    sent = {"title": "Tea", "variants": [{"price": 100, "stock": 1}]}
    assert seller.post("/api/v1/shop/listings/", sent, key="k")[0] == 201


@pytest.mark.parametrize("key", ["", " ", "a b", "x" * 61, "é"])
def test_a_post_without_a_readable_key_is_refused(key: str, seller: Program, order: Order) -> None:
    place = f"/api/v1/orders/{order.reference}/packing/"
    named = {**seller.headers, "Idempotency-Key": key}
    answer = seller.client.post(place, {}, content_type="application/json", headers=named)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_unreadable")
    answer = seller.client.post(place, {}, content_type="application/json", headers=seller.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")


def test_while_the_first_is_under_way_the_second_is_refused_and_afterwards_gets_its_answer(
    committed_db: CommittedDatabase, now: datetime
) -> None:
    asked, begun, go_on, told = Asked("user:1", "k", {}), threading.Event(), threading.Event(), []

    def slow() -> dict[str, Any]:
        begun.set()
        assert go_on.wait(20)
        return {"made": 1}

    def first() -> None:
        told.append(act_under_key(asked, slow, now=now))
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    assert begun.wait(20)
    with pytest.raises(DomainError) as refused, transaction.atomic():
        act_under_key(asked, lambda: {"made": 2}, now=now)
    go_on.set()
    thread.join()
    assert (refused.value.code, refused.value.status, told) == ("in_flight", 409, [({"made": 1}, False)])
    assert act_under_key(asked, lambda: {"made": 3}, now=now) == ({"made": 1}, True)


def test_ten_payouts_at_once_under_one_key_are_one(committed_db: CommittedDatabase, now: datetime) -> None:
    owner = make.user("Wang Sells")
    shop = make.shop(owner)
    _earned(shop, now)
    key_of = program_of(owner).headers
    answers = []

    def ask() -> None:
        program = Program()
        program.headers = key_of
        answers.append(program.post("/api/v1/shop/payouts/", {"amount": 100}, key="k"))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Payout.objects.count() == 1
    made = [body["id"] for status, body in answers if status == 201]
    assert (set(made), {code(answer) for answer in answers if answer[0] != 201} - {(409, "in_flight")}) == (
        {Payout.objects.get().pk},
        set(),
    )


def _earned(shop: Shop, now: datetime) -> None:
    order = make.delivered_order(sku=make.sku(make.listing(shop, now=now)), now=now)
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    set_payout_account(
        book_id=shop.pk,
        owner_id=shop.owner_id,
        bank="ICBC",
        holder="Wang",
        number="62220000",
        now=now,
        actor=Actor(Role.SELLER, shop.owner_id),
    )
