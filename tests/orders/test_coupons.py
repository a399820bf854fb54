"""Coupons and promotions at placing: what they take off, when they do not count, and that a use is given back."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from core.actor import Actor, Role
from core.deadlines import run_due
from core.errors import DomainError, Invalid
from escrow.invariants import check_site
from escrow.models import Hold
from marketplace.coupons.actions.pause_coupon import pause_coupon, resume_coupon
from marketplace.coupons.codes import Typed
from marketplace.coupons.models import Coupon
from marketplace.deadlines import ACTIONS
from marketplace.orders.actions.accept_payment import accept_payment
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.models import Basket, Charge, CouponUse, Order
from marketplace.orders.quote import quote_of
from tests import make
from tests.make.coupons import pay_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _two_shops() -> tuple[Basket, Any, Any]:
    """Tea for 80.00 and 40.00 with sending for 8.00, and a hat for 60.00 with free sending."""
    tea, hats = make.shop(shipping_price=800), make.shop(shipping_price=0)
    cake, tin = make.sku(make.listing(tea, price=8_000)), make.sku(make.listing(tea, title="Tin", price=4_000))
    hat = make.sku(make.listing(hats, title="Hat", price=6_000))
    return make.basket(wanted={cake: 1, tin: 1, hat: 1}), tea, hats


def _charges(order: Order) -> list[tuple[str, int, str | None]]:
    return list(Charge.objects.filter(order=order).order_by("pk").values_list("type", "amount", "coupon__code"))


def _refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


def _problem(basket: Basket, code: str, now: datetime) -> list[str]:
    return [error.code for error in quote_of(basket, Typed.read(code, now)).discounts.refused]


def test_a_coupon_takes_off_its_own_shop_and_a_promotion_is_shared_out(now: datetime) -> None:
    basket, tea, _hats = _two_shops()
    make.coupon(tea, code="TEA", amount=1_200)
    make.promotion(code="SPRING", percent=10, capital=2_000, budget=2_000)
    checkout = make.checkout(basket, now=now, coupons="tea spring")
    first, second = checkout.orders.order_by("pk")
    assert _charges(first) == [
        ("goods", 8_000, None),
        ("goods", 4_000, None),
        ("shipping", 800, None),
        ("seller_discount", -800, "TEA"),
        ("seller_discount", -400, "TEA"),
        ("platform_discount", -720, "SPRING"),
        ("platform_discount", -360, "SPRING"),
    ]
    assert _charges(second) == [("goods", 6_000, None), ("shipping", 0, None), ("platform_discount", -600, "SPRING")]
    assert list(Hold.objects.order_by("pk").values_list("amount", "discount", "fee_base")) == [
        (11_600, 1_080, 10_800),
        (6_000, 600, 6_000),
    ]
    assert checkout.payment.amount == 10_520 + 5_400
    assert list(Coupon.objects.order_by("pk").values_list("code", "used", "spent")) == [
        ("TEA", 1, 1_200),
        ("SPRING", 1, 1_680),
    ]
    assert check_site(now) == []


def test_a_coupon_leaves_the_last_minor_unit_when_sending_is_free(now: datetime) -> None:
    basket, _tea, hats = _two_shops()
    make.coupon(hats, code="ALL", percent=100)
    make.promotion(code="GIFT", amount=50_000)
    orders = make.checkout(basket, now=now, coupons="ALL,gift").orders.order_by("pk")
    assert [(o.hold.amount, o.hold.discount, o.hold.fee_base) for o in orders] == [(12_800, 12_000, 12_000), (1, 0, 1)]


def test_a_percentage_is_rounded_down_and_capped(now: datetime) -> None:
    basket, tea, _hats = _two_shops()
    capped = make.coupon(tea, percent=33, at_most=500)
    assert [capped.off(goods) for goods in (1, 100, 1_515, 99_999)] == [0, 33, 499, 500]
    assert quote_of(basket, Typed.read(capped.code, now)).discounts.offs[0].amount == 500


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"least": 12_001}, "coupon_least"),
        ({"least": 12_000}, None),
        ({"begins_at": make.catalog.NOW + DAY}, "coupon_to_come"),
        ({"ends_at": make.catalog.NOW + DAY}, None),
        ({"percent": 1, "at_most": 1}, None),
    ],
)
def test_what_a_coupon_asks_for(now: datetime, changed: dict[str, Any], code: str | None) -> None:
    basket, tea, _hats = _two_shops()
    made = make.coupon(tea, **changed)
    assert _problem(basket, made.code, now) == ([code] if code else [])


def test_codes_that_do_not_count(now: datetime) -> None:
    basket, tea, hats = _two_shops()
    other = make.coupon(make.shop())
    ended, paused = make.coupon(tea, ends_at=now + DAY), make.coupon(tea)
    pause_coupon(paused.pk, now=now, actor=Actor(Role.SELLER, tea.owner_id))
    waiting = make.promotion(budget=100_001, agree=False)
    first, second = make.coupon(hats), make.coupon(hats)
    assert _problem(basket, "NO-SUCH", now) == ["coupon_unknown"]
    assert _problem(basket, other.code, now) == ["coupon_unknown"]
    assert _problem(basket, waiting.code, now) == ["coupon_unknown"]
    assert _problem(basket, ended.code, now + DAY) == ["coupon_over"]
    assert _problem(basket, paused.code, now) == ["coupon_paused"]
    assert _problem(basket, f"{first.code} {second.code}", now) == ["coupon_one_each"]
    one, other_one = make.promotion(), make.promotion()
    for sent, says in (
        ((first, second), "Each shop takes one coupon an order: “{}” is one too many."),
        ((one, other_one), "One promotion counts for a payment: “{}” is one too many."),
    ):
        typed = Typed.read(" ".join(coupon.code for coupon in sent), now)
        assert [error.words for error in quote_of(basket, typed).discounts.refused] == [says.format(sent[1].code)]
    resume_coupon(paused.pk, now=now, actor=Actor(Role.SELLER, tea.owner_id))
    assert _problem(basket, paused.code, now) == []
    assert _refused(lambda: make.checkout(basket, now=now, coupons="NO-SUCH")) == "coupon_unknown"
    with pytest.raises(Invalid):
        Typed.read(" ".join(f"C{n}" for n in range(11)), now)


def test_limits_are_counted(now: datetime) -> None:
    tea = make.shop()
    sku = make.sku(make.listing(tea, price=8_000, stock=50))
    daily, few, once, free = (
        make.coupon(tea, once_each=False, day_at_most=1),
        make.coupon(tea, uses_at_most=1),
        make.coupon(tea),
        make.coupon(tea, once_each=False),
    )
    buyer = make.user()
    for made in (daily, few, once, free):
        make.checkout(make.basket(buyer, {sku: 1}), now=now, coupons=made.code)
    again, other = make.basket(buyer, {sku: 1}), make.basket(wanted={sku: 1})
    assert [_problem(again, made.code, now) for made in (daily, few, once, free)] == [
        ["coupon_today"],
        ["coupon_once"],
        ["coupon_once"],
        [],
    ]
    assert [_problem(other, made.code, now) for made in (daily, few, once)] == [
        ["coupon_today"],
        ["coupon_used_up"],
        [],
    ]
    assert _problem(other, daily.code, now + DAY) == []


def test_a_promotion_gives_what_its_budget_and_the_hosts_own_money_bear(now: datetime) -> None:
    sku = make.sku(make.listing(price=8_000, stock=50))
    small = make.promotion(budget=1_999, capital=1_999)
    make.checkout(make.basket(wanted={sku: 1}), now=now, coupons=small.code)
    assert _problem(make.basket(wanted={sku: 1}), small.code, now) == ["coupon_used_up"]
    with pytest.raises(DomainError) as refused:
        make.promotion(budget=2_000, capital=1_000)  # 1,000 of 2,999 are promised already
    assert refused.value.code == "budget_uncovered"
    first, second = (
        make.promotion(amount=1_500, budget=1_500, capital=1),
        make.promotion(amount=1_500, budget=1_500, capital=1),
    )
    make.checkout(make.basket(wanted={sku: 1}), now=now, coupons=first.code)
    bare = make.basket(wanted={sku: 1})
    assert _refused(lambda: make.checkout(bare, now=now, coupons=second.code)) == "promotion_uncovered"
    assert CouponUse.objects.count() == 2
    pay_in(1_000)
    make.checkout(bare, now=now, coupons=second.code)
    assert check_site(now) == []


def test_a_use_is_given_back_with_the_last_order_that_closes_unpaid(now: datetime) -> None:
    basket, _tea, hats = _two_shops()
    gift, ten = make.promotion(amount=1_800), make.coupon(hats)
    checkout = make.checkout(basket, now=now, coupons=f"{gift.code} {ten.code}")
    first, second = map(make.read, checkout.orders.order_by("pk"))
    assert list(CouponUse.objects.order_by("coupon").values_list("amount", flat=True)) == [1_800, 1_000]
    cancel_order(second.pk, now=now, actor=make.buyer_of(second))
    gift.refresh_from_db()
    ten.refresh_from_db()
    assert ((gift.used, gift.spent), (ten.used, ten.spent)) == ((1, first.hold.discount), (0, 0))
    assert check_site(now) == []
    assert run_due(ACTIONS, now=now + DAY) > 0
    gift.refresh_from_db()
    assert (gift.used, gift.spent) == (0, 0)
    assert list(CouponUse.objects.values_list("amount", "given_back_at").order_by("coupon")) == [
        (0, now + DAY),
        (0, now),
    ]
    assert check_site(now + DAY) == []
    assert _problem(make.basket(first.buyer, {make.sku(make.listing(hats)): 1}), ten.code, now) == []


def test_what_was_paid_keeps_its_use(now: datetime) -> None:
    tea = make.shop()
    made = make.coupon(tea)
    checkout = make.checkout(make.basket(wanted={make.sku(make.listing(tea)): 1}), now=now, coupons=made.code)
    accept_payment(make.capture(checkout.payment, now=now).pk, now=now)
    order = make.read(checkout.orders.get())
    cancel_order(order.pk, now=now, actor=make.buyer_of(order))
    made.refresh_from_db()
    assert (made.used, make.read(order).hold.state) == (1, "refunded")
    assert check_site(now) == []


def test_the_new_total_is_shown_before_it_is_bought(now: datetime) -> None:
    basket, tea, _hats = _two_shops()
    made = make.coupon(tea)
    given: dict[str, Any] = {"version": basket.version, "key": "k", "gateway": "sandbox", "now": now}

    def place(token: str, coupons: str) -> object:
        return place_checkout(basket, make.DESTINATION, token=token, coupons=coupons, **given)

    bare, shown = quote_of(basket).token, quote_of(basket, Typed.read(made.code, now)).token
    assert _refused(lambda: place(bare, made.code)) == "coupon_not_shown"
    assert _refused(lambda: place(shown, "")) == "price_changed"
    placed = place(shown, made.code.lower())
    assert place(shown, f" {made.code} ") == placed
    assert _refused(lambda: place(shown, "OTHER")) == "idempotency_mismatch"
