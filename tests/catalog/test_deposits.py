"""A shop's deposit is paid in, asked for, topped up, and goes back when the shop has closed clean."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from pytest_django import Settings

from core.actor import SYSTEM, Actor, Role
from core.deadlines import run_due
from core.errors import DomainError
from core.models import Deadline
from core.outbox import deliver_due
from escrow.actions.reserve import lift_reserve, reserve_hold
from escrow.invariants import check_site
from escrow.payments.actions import payouts
from escrow.payments.actions.payout_accounts import set_payout_account
from escrow.payments.actions.payouts import finish_payout, return_payout
from escrow.payments.actions.request_payout import request_payout
from escrow.payments.models import Payment, Payout
from escrow.queries import available, deposited
from marketplace.catalog.actions.close_shop import ask_for_deposit, close_shop, goes_back_at
from marketplace.catalog.actions.pay_deposit import pay_deposit
from marketplace.catalog.actions.publish_listing import publish_listing
from marketplace.catalog.models import Listing, Shop
from marketplace.coupons.models import Coupon
from marketplace.deadlines import ACTIONS
from marketplace.orders.actions.confirm_receipt import confirm_receipt
from marketplace.orders.models import Order
from marketplace.subscriptions import SUBSCRIPTIONS
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once

DAY = timedelta(days=1)
WINDOW = timedelta(days=15)


@pytest.fixture(autouse=True)
def _the_sandbox(settings: Settings) -> None:
    settings.GATEWAYS = ["sandbox"]


def owner(shop: Shop) -> Actor:
    return Actor(Role.SELLER, shop.owner_id)


def pay(shop: Shop, amount: int, now: datetime) -> Payment:
    return pay_deposit(shop, amount, gateway="sandbox", now=now, actor=owner(shop))


def with_deposit(now: datetime, amount: int = 50_000) -> Shop:
    """A shop with a bank account that has paid its deposit."""
    shop = make.shop(now=now)
    make.capture(pay(shop, amount, now), now=now)
    deliver_due(SUBSCRIPTIONS, now=now)
    names = {"bank": "ABC", "holder": "Wang Fang", "number": "6222000000001234"}
    set_payout_account(book_id=shop.book_id, owner_id=shop.owner_id, **names, now=now, actor=owner(shop))
    return shop


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    assert refusal.value.words
    return refusal.value.code


def _close(shop: Shop, now: datetime) -> Shop:
    return close_shop(shop.pk, now=now, actor=owner(shop))


def test_a_deposit_is_paid_in_through_a_payment(db: None, now: datetime) -> None:
    shop = make.shop()
    payment = pay(shop, 50_000, now)
    assert (payment.purpose, payment.book_id, payment.amount, payment.payer_id, payment.expires_at) == (
        "deposit",
        shop.pk,
        50_000,
        shop.owner_id,
        now + DAY,
    )
    assert pay(shop, 50_000, now).pk == payment.pk
    assert refused(lambda: pay(shop, 60_000, now)) == "deposit_waits"
    make.capture(payment, now=now)
    deliver_due(SUBSCRIPTIONS, now=now)
    assert deposited(shop.book_id, "CNY") == 50_000
    run_due(ACTIONS, now=now + DAY)
    assert Payment.objects.get().state == "paid"
    assert check_site(now + DAY) == []


def test_a_deposit_nobody_paid_is_closed_after_a_day(db: None, now: datetime) -> None:
    shop = make.shop()
    payment = pay(shop, 50_000, now)
    assert run_due(ACTIONS, now=now + DAY) == 1
    payment.refresh_from_db()
    assert payment.state == "void"
    make.capture(payment, now=now + DAY)  # too late: it goes back
    deliver_due(SUBSCRIPTIONS, now=now + DAY)
    assert deposited(shop.book_id, "CNY") == 0
    assert pay(shop, 50_000, now + DAY).pk != payment.pk
    assert check_site(now + DAY) == []


def test_what_is_asked_for_stands_before_the_first_goods(db: None, now: datetime, settings: Settings) -> None:
    shop = make.shop()
    draft = make.listing(shop, live=False)
    settings.SHOP_DEPOSIT = 50_000
    assert refused(lambda: publish_listing(draft, now=now)) == "deposit_missing"
    assert refused(lambda: pay(shop, 49_999, now)) == "deposit_too_small"
    for amount in (0, -1, 2**63):
        assert refused(partial(pay, shop, amount, now)) == "amount_out_of_bounds"
    assert refused(lambda: pay_deposit(shop, 50_000, gateway="x", now=now, actor=owner(shop))) == "gateway_unavailable"
    make.capture(pay(shop, 50_000, now), now=now)
    deliver_due(SUBSCRIPTIONS, now=now)
    assert publish_listing(draft, now=now).state == "live"
    settings.SHOP_DEPOSIT = 60_000
    assert refused(lambda: pay(shop, 9_999, now)) == "deposit_too_small"
    assert pay(shop, 10_000, now).amount == 10_000


def test_a_shop_that_owes_nothing_closes_and_gets_its_deposit_back_at_once(db: None, now: datetime) -> None:
    shop = with_deposit(now)
    goods = make.listing(shop, now=now)
    closed = _close(shop, now)
    assert (closed.closed_at, Listing.objects.get(pk=goods.pk).state) == (now, "hidden")
    assert refused(lambda: _close(shop, now)) == "shop_closed"
    assert refused(lambda: publish_listing(Listing.objects.get(pk=goods.pk), now=now)) == "shop_closed"
    assert refused(lambda: make.coupon(shop, now=now)) == "shop_closed"
    assert refused(lambda: pay(shop, 1, now)) == "shop_closed"
    assert Coupon.objects.count() == 0
    run_due(ACTIONS, now=now)
    payout = Payout.objects.get()
    assert (payout.amount, payout.book_id, deposited(shop.book_id, "CNY")) == (50_000, shop.pk, 0)
    assert Deadline.objects.get(kind="return_deposit").outcome == "passed"
    assert check_site(now) == []


def _arrived(now: datetime) -> None:
    """The one payout is at the bank."""
    payout = Payout.objects.get()
    assert payouts._mark_sent(payout, now)
    finish_payout(payout.pk, now=now)


def _sold(shop: Shop, now: datetime) -> Order:
    return make.delivered_order(sku=make.sku(make.listing(shop, now=now)), now=now)


def test_a_shop_stays_open_while_anything_is(db: None, now: datetime) -> None:
    shop = with_deposit(now)
    order = _sold(shop, now)
    assert refused(lambda: _close(shop, now)) == "orders_open"
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    assert refused(lambda: _close(shop, now)) == "money_open"
    amount = available(shop.book_id, "CNY")
    request_payout(book_id=shop.book_id, amount=amount, currency="CNY", now=now, actor=owner(shop))
    assert refused(lambda: _close(shop, now)) == "money_open"
    _arrived(now)
    waiting = pay(shop, 1_000, now)
    assert refused(lambda: _close(shop, now)) == "money_open"
    run_due({"pay": ACTIONS["pay"]}, now=now + DAY)
    assert waiting.captures.count() == 0
    assert _close(shop, now + DAY).closed_at == now + DAY
    due = Deadline.objects.get(kind="return_deposit")
    assert due.due_at == now + WINDOW


def test_the_deposit_waits_for_the_last_question(db: None, now: datetime) -> None:
    shop = with_deposit(now)
    order = _sold(shop, now)
    confirm_receipt(order.pk, now=now, actor=make.buyer_of(order))
    amount = available(shop.book_id, "CNY")
    request_payout(book_id=shop.book_id, amount=amount, currency="CNY", now=now, actor=owner(shop))
    _arrived(now)
    _close(shop, now)
    reserve_hold(order.hold_id, 4_000, cause="after_sale", cause_id=5, now=now, actor=SYSTEM)
    only = {"return_deposit": ACTIONS["return_deposit"]}
    assert (run_due(only, now=now + WINDOW - timedelta(seconds=1)), run_due(only, now=now + WINDOW)) == (0, 1)
    assert Deadline.objects.get(kind="return_deposit").due_at == now + WINDOW + DAY
    lift_reserve(order.hold_id, cause="after_sale", cause_id=5, now=now, actor=SYSTEM)
    run_due(only, now=now + WINDOW + DAY)
    assert (deposited(shop.book_id, "CNY"), Payout.objects.count()) == (0, 2)
    assert check_site(now + WINDOW + DAY) == []


def test_a_deposit_that_came_back_is_asked_for_again(db: None, now: datetime) -> None:
    shop = with_deposit(now)

    def ask() -> Payout:
        return ask_for_deposit(shop.pk, now=now, actor=owner(shop))

    assert refused(ask) == "shop_open"
    _close(shop, now)
    assert (goes_back_at(shop), refused(ask)) == (now, "deposit_due")
    run_due(ACTIONS, now=now)
    assert (goes_back_at(shop), refused(ask)) == (None, "no_deposit")
    first = Payout.objects.get()
    assert payouts._mark_sent(first, now)
    return_payout(first.pk, "closed", now=now)
    again = ask()
    assert (again.amount, again.from_deposit, refused(ask)) == (50_000, True, "no_deposit")
    assert check_site(now) == []


def test_a_deposit_needs_an_account_to_go_back_to(db: None, now: datetime) -> None:
    shop = make.shop()
    make.capture(pay(shop, 50_000, now), now=now)
    deliver_due(SUBSCRIPTIONS, now=now)
    assert refused(lambda: _close(shop, now)) == "no_payout_account"


def test_a_suspended_shop_does_not_close(db: None, now: datetime) -> None:
    shop = make.shop()
    make.suspended_shop(of=shop, now=now)
    assert refused(lambda: _close(shop, now)) == "shop_suspended"


@pytest.mark.parametrize("_turn", range(3))
def test_closing_against_buying(committed_db: CommittedDatabase, now: datetime, _turn: int) -> None:
    shop = make.shop(now=now)
    basket = make.basket(wanted={make.sku(make.listing(shop, now=now)): 1}, now=now)
    answers = at_once([partial(_close, shop, now), partial(make.checkout, basket, now=now, key="k")])
    placed = Order.objects.count()
    shop.refresh_from_db()
    assert (shop.closed_at is None) is (placed == 1)
    assert answers in (["orders_open", "done"], ["done", "not_for_sale"])
    assert check_site(now) == []


def test_ten_clicks_are_one_payment(committed_db: CommittedDatabase, now: datetime) -> None:
    shop = make.shop(now=now)
    assert at_once([partial(pay, shop, 50_000, now)] * 6) == ["done"] * 6
    assert Payment.objects.count() == 1
