"""Coupons under many at once, over real connections: no limit is passed, and none falls short of it for nothing."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from escrow.invariants import check_site
from escrow.promotions import free_cover
from marketplace.catalog.models import Sku
from marketplace.coupons.codes import Typed
from marketplace.coupons.models import Coupon
from marketplace.orders.actions.accept_payment import accept_payment
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.actions.close_unpaid import close_unpaid
from marketplace.orders.actions.place_checkout import place_checkout
from marketplace.orders.models import CouponUse, Order
from marketplace.orders.quote import quote_of
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once
from tests.orders import seen

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _all_is_well(committed_db: CommittedDatabase, now: datetime) -> Iterator[None]:
    yield
    assert check_site(now + 99 * DAY) == []


def _buyers(count: int, coupons: str, now: datetime, sku: Sku | None = None) -> list[Callable[[], object]]:
    """So many people who have seen the same price and press the button."""
    sku = sku or make.sku(make.listing(stock=99))
    acts: list[Callable[[], object]] = []
    for number in range(count):
        basket = make.basket(wanted={sku: 1}, now=now)
        token = quote_of(basket, Typed.read(coupons, now)).token
        given: dict[str, Any] = {
            "version": basket.version,
            "token": token,
            "coupons": coupons,
            "gateway": "sandbox",
            "now": now,
        }
        acts.append(partial(place_checkout, basket, make.DESTINATION, key=f"k{number}", **given))
    return acts


def _shop_coupon(now: datetime, buyers: int, **terms: int) -> tuple[Coupon, Counter[str]]:
    shop = make.shop(now=now)
    sku = make.sku(make.listing(shop, stock=99))
    coupon = make.coupon(shop, now=now, **terms)
    return coupon, Counter(at_once(_buyers(buyers, coupon.code, now, sku)))


def test_the_last_use_of_a_coupon_and_twenty_buyers(now: datetime) -> None:
    coupon, answers = _shop_coupon(now, 20, uses_at_most=1)
    assert answers == {"done": 1, "coupon_used_up": 19}
    coupon.refresh_from_db()
    assert (coupon.used, Order.objects.count(), CouponUse.objects.count()) == (1, 1, 1)


def test_three_uses_a_day_and_twelve_buyers(now: datetime) -> None:
    _coupon, answers = _shop_coupon(now, 12, day_at_most=3)
    assert answers["done"] == 3
    assert set(answers) <= {"done", "coupon_today", "changed_meanwhile"}


def test_the_last_money_of_a_promotion_and_twenty_buyers(now: datetime) -> None:
    promotion = make.promotion(budget=3_500, now=now)
    answers = Counter(at_once(_buyers(20, promotion.code, now)))
    assert answers == {"done": 3, "coupon_used_up": 17}
    promotion.refresh_from_db()
    assert (promotion.used, promotion.spent, free_cover("CNY")) == (3, 3_000, 500)


def test_two_promotions_never_promise_more_than_is_the_hosts_own(now: datetime) -> None:
    first, second = make.promotion(budget=2_500, now=now), make.promotion(budget=2_500, capital=1, now=now)
    answers = Counter(at_once([*_buyers(4, first.code, now), *_buyers(4, second.code, now)]))
    assert set(answers) <= {"done", "promotion_uncovered", "coupon_used_up", "changed_meanwhile"}
    assert 0 < answers["done"] <= 2
    assert free_cover("CNY") == 2_501 - 1_000 * answers["done"]


def test_one_person_with_two_tabs_takes_a_coupon_once(now: datetime) -> None:
    shop = make.shop(now=now)
    coupon, sku = make.coupon(shop, now=now), make.sku(make.listing(shop, stock=9))
    basket = make.basket(wanted={sku: 1}, now=now)
    acts = [partial(make.checkout, basket, now=now, key=key, coupons=coupon.code) for key in ("one", "two")]
    assert at_once(acts) == ["done", "done"]  # a version of a basket is placed once
    assert (Order.objects.count(), CouponUse.objects.count()) == (1, 1)


def test_both_orders_of_a_promotion_are_cancelled_at_once(now: datetime) -> None:
    promotion = make.promotion(now=now)
    basket = make.basket(wanted={make.sku(): 1, make.sku(): 1}, now=now)
    checkout = make.checkout(basket, now=now, coupons=promotion.code)
    cancel = [partial(cancel_order, o.pk, now=now, actor=make.buyer_of(o)) for o in checkout.orders.all()]
    assert at_once([*cancel, partial(close_unpaid, checkout.payment_id, now=now)]).count("crashed") == 0
    promotion.refresh_from_db()
    assert (promotion.used, promotion.spent) == (0, 0)


def test_what_one_gives_back_another_may_take(now: datetime) -> None:
    promotion = make.promotion(budget=1_000, now=now)
    first = make.checkout(now=now, coupons=promotion.code)
    (again,) = _shown_before(promotion, now)
    answers = at_once([again, partial(close_unpaid, first.payment_id, now=now)])
    promotion.refresh_from_db()
    assert promotion.spent == (1_000 if answers[0] == "done" else 0)
    assert answers[0] in {"done", "coupon_used_up"}


def _shown_before(promotion: Coupon, now: datetime) -> list[Callable[[], object]]:
    """A buyer who was shown the price when there was still enough."""
    Coupon.objects.filter(pk=promotion.pk).update(spent=0)
    acts = _buyers(1, promotion.code, now)
    Coupon.objects.filter(pk=promotion.pk).update(spent=1_000)
    return acts


def test_both_orders_of_a_promotion_are_funded_and_the_host_pays_his_part(now: datetime) -> None:
    basket = make.basket(wanted={make.sku(): 1, make.sku(): 1}, now=now)
    checkout = make.checkout(basket, now=now, coupons=make.promotion(amount=1_001, now=now).code)
    accept_payment(make.capture(checkout.payment, now=now).pk, now=now)
    paid = [line[1:] for line in seen.journal() if line[1] == "expense:promotions"]
    first, second = checkout.orders.order_by("pk").values_list("pk", flat=True)
    assert paid == [
        ("expense:promotions", f"hold:{first}", 501),
        ("expense:promotions", f"hold:{second}", 500),
    ]
