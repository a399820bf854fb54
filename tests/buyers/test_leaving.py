"""What is a person's own, as a file; and the account that closes once nothing is open."""

import json
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from core.actor import Actor, Role
from core.errors import DomainError
from core.models import AuditRecord, IdempotencyKey
from escrow.invariants import check_site
from escrow.payments.models import PayoutAccount
from marketplace.catalog.actions.close_shop import close_shop
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.destination import remember
from marketplace.orders.models import Address, BasketLine
from marketplace.trade.closing_account import close_account
from marketplace.users.models import User
from tests import make
from tests.make.sessions import session_of

pytestmark = pytest.mark.django_db


def _refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    assert refusal.value.words
    return refusal.value.code


def test_a_person_is_erased_and_the_books_are_kept(now: datetime) -> None:
    lin = make.user("Lin Yue", email="lin@example.org")
    remember(lin, make.DESTINATION, now=now)
    order = make.delivered_order(buyer=lin, now=now)
    make.basket(lin, now=now)
    assert _refused(lambda: close_account(lin.pk, now=now)) == "orders_open"
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    close_account(lin.pk, now=now)
    lin.refresh_from_db()
    order = make.read(order)
    assert (lin.name, lin.email, lin.is_active, lin.has_usable_password()) == (
        "—",
        f"closed-{lin.pk}@closed.invalid",
        False,
        False,
    )
    assert (order.recipient, order.phone, order.street, order.hold.state) == ("—", "", "", "released")
    assert (Address.objects.count(), BasketLine.objects.count()) == (0, 0)
    assert AuditRecord.objects.filter(subject_type="person", subject_id=lin.pk).get().action == "account_closed"
    assert check_site(now) == []


def test_money_on_its_way_keeps_the_account_open(now: datetime) -> None:
    order = make.paid_order(now=now)
    cancel_order(order.pk, now=now, actor=make.buyer_of(order))
    assert _refused(lambda: close_account(order.buyer_id, now=now)) == "money_open"


def test_answers_that_were_kept_to_be_given_again_go_with_the_account(now: datetime) -> None:
    lin, other = make.user("Lin Yue"), make.user()
    for person in (lin, other):
        IdempotencyKey.objects.create(
            owner=f"user:{person.pk}", key="k", answer={"phone": "138 0000 0000"}, fingerprint="", created_at=now
        )
    IdempotencyKey.objects.create(owner=f"user:{lin.pk}", key="this one", fingerprint="", created_at=now)
    close_account(lin.pk, now=now)
    assert list(IdempotencyKey.objects.order_by("pk").values_list("owner", "key")) == [
        (f"user:{other.pk}", "k"),
        (f"user:{lin.pk}", "this one"),
    ]


def test_a_shop_an_office_or_a_suspension_keeps_it_open(now: datetime) -> None:
    shop = make.shop(now=now)
    assert _refused(lambda: close_account(shop.owner_id, now=now)) == "shop_open"
    close_shop(shop.pk, now=now, actor=Actor(Role.SELLER, shop.owner_id))
    PayoutAccount.objects.create(
        id=1, book_id=shop.pk, owner=shop.owner, bank="ABC", holder="Wang Fang", number="6222", opened_at=now
    )
    close_account(shop.owner_id, now=now)
    assert list(PayoutAccount.objects.values_list("bank", "holder", "number")) == [("ABC", "—", "")]
    assert _refused(lambda: close_account(make.operator().pk, now=now)) == "operators_stay"
    barred = make.suspended_person(now=now)
    assert _refused(lambda: close_account(barred.person_id, now=now)) == "person_suspended"


def test_nobody_signs_in_to_a_closed_account(client: Client) -> None:
    lin = make.confirmed(make.user("Lin Yue", email="lin@example.org", password=make.PASSWORD))
    client.cookies["sessionid"] = session_of(lin)
    page = client.get("/account/closing/")
    assert "Close it for good" in page.content.decode()
    assert client.post("/account/closing/").headers["Location"] == "/"
    assert client.get("/account/").status_code == 302
    again = Client().post("/accounts/login/", {"login": "lin@example.org", "password": make.PASSWORD})
    assert again.status_code in {200, 422}
    assert not User.objects.get(pk=lin.pk).is_active


def test_the_file_holds_what_is_theirs_and_nothing_of_others(client: Client, now: datetime) -> None:
    lin = make.confirmed(make.user("Lin Yue", email="lin@example.org", password=make.PASSWORD))
    shop = make.shop(lin, name="Lin’s Hats", now=now)
    make.coupon(shop, code="HAT", now=now)
    sold = make.paid_order(sku=make.sku(make.listing(shop, now=now)), now=now)
    bought = make.paid_order(buyer=lin, now=now)
    client.cookies["sessionid"] = session_of(lin)
    answer = client.get("/account/data/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="danbao.json"'
    assert "no-store" in answer.headers["Cache-Control"]
    told = json.loads(answer.content)
    assert (told["person"]["email"], told["shop"]["name"]) == ("lin@example.org", "Lin’s Hats")
    assert [order["reference"] for order in told["bought"]] == [bought.reference]
    assert [order["reference"] for order in told["shop"]["sold"]] == [sold.reference]
    assert told["bought"][0]["charges"] == [
        {"type": "goods", "amount": 11_800},
        {"type": "shipping", "amount": 1_000},
    ]
    assert told["shop"]["coupons"][0]["code"] == "HAT"
    assert sold.buyer.email not in answer.content.decode()
