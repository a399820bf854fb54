"""Making coupons and deciding about promotions: success, each refusal, and two at once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError
from pytest_django import Settings

from core.actor import Actor, Role
from core.errors import DomainError
from core.models import AuditRecord
from core.money import MAX_MINOR
from marketplace.coupons.actions.make_coupon import make_coupon
from marketplace.coupons.actions.pause_coupon import pause_coupon, resume_coupon
from marketplace.coupons.actions.propose_promotion import agree_to_promotion, decline_promotion, propose_promotion
from marketplace.coupons.models import Coupon, CouponState
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once
from tests.make.coupons import pay_in, terms

DAY = timedelta(days=1)


def _refused(act: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(DomainError) as refused:
        act()
    assert refused.value.words
    return refused.value.code, refused.value.field


def _seller(made: Any) -> Actor:
    return Actor(Role.SELLER, made.owner_id)


def test_a_shop_makes_one_with_all_it_may_say(db: None, now: datetime) -> None:
    shop = make.shop()
    given = terms(
        code=" spring-26 ",
        percent=15,
        at_most=2_000,
        least=5_000,
        begins_at=now,
        ends_at=now + DAY,
        uses_at_most=100,
        day_at_most=10,
        once_each=False,
        budget=50_000,
    )
    made = make_coupon(shop, given, now=now, actor=_seller(shop))
    made.refresh_from_db()
    assert (made.code, made.shop, made.currency, made.percent, made.amount) == ("SPRING-26", shop, "CNY", 15, None)
    assert (made.at_most, made.least, made.budget, made.once_each) == (2_000, 5_000, 50_000, False)
    assert (made.made_at, made.agreed_at, made.made_by, made.state(now)) == (now, now, shop.owner, CouponState.RUNNING)
    record = AuditRecord.objects.get(subject_type="coupon", subject_id=made.pk)
    assert (record.action, record.book_id, record.actor_role, record.actor_id) == (
        "made",
        shop.pk,
        "seller",
        shop.owner_id,
    )


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"code": "AB"}, ("code_unreadable", "code")),
        ({"code": "A" * 21}, ("code_unreadable", "code")),
        ({"code": "-AB"}, ("code_unreadable", "code")),
        ({"code": "\u202e\0AB"}, ("code_unreadable", "code")),
        ({"code": "券券券"}, ("code_unreadable", "code")),
        ({"amount": None}, ("amount_or_percent", "amount")),
        ({"amount": 0}, ("amount_out_of_bounds", "amount")),
        ({"amount": MAX_MINOR + 1}, ("amount_out_of_bounds", "amount")),
        ({"percent": 0}, ("percent_out_of_bounds", "percent")),
        ({"percent": 101}, ("percent_out_of_bounds", "percent")),
        ({"percent": 5, "at_most": 0}, ("amount_out_of_bounds", "at_most")),
        ({"at_most": 5}, ("most_without_percent", "at_most")),
        ({"least": -1}, ("amount_out_of_bounds", "least")),
        ({"uses_at_most": 0}, ("uses_out_of_bounds", "uses_at_most")),
        ({"day_at_most": 1_000_001}, ("uses_out_of_bounds", "day_at_most")),
        ({"ends_at": make.catalog.NOW - DAY}, ("ends_too_early", "ends_at")),
        ({"begins_at": make.catalog.NOW + DAY, "ends_at": make.catalog.NOW + DAY}, ("ends_too_early", "ends_at")),
        ({"budget": 0}, ("amount_out_of_bounds", "budget")),
    ],
)
def test_what_cannot_be_read(db: None, now: datetime, changed: dict[str, Any], refusal: tuple[str, str]) -> None:
    shop = make.shop()
    assert _refused(lambda: make.coupon(shop, now=now, **changed)) == refusal
    assert Coupon.objects.count() == 0


def test_other_refusals(db: None, now: datetime, settings: Settings) -> None:
    shop, other = make.shop(), make.shop()
    make.coupon(shop, code="SAME")
    assert _refused(lambda: make.coupon(shop, code="same")) == ("code_taken", "code")
    assert make.coupon(other, code="same").code == "SAME"
    settings.MAX_COUPONS = 1
    assert _refused(lambda: make.coupon(shop)) == ("coupons_too_many", None)
    Coupon.objects.filter(shop=shop).update(ends_at=now)
    used_up = make.coupon(shop, uses_at_most=1)
    assert _refused(lambda: make.coupon(shop)) == ("coupons_too_many", None)
    Coupon.objects.filter(pk=used_up.pk).update(used=1)
    assert make.coupon(shop).pk
    make.suspended_shop(of=other, now=now)
    assert _refused(lambda: make.coupon(other)) == ("shop_suspended", None)


def test_a_pause_ends_when_the_shop_says_so(db: None, now: datetime) -> None:
    shop = make.shop()
    made = make.coupon(shop)
    actor = _seller(shop)
    assert _refused(lambda: resume_coupon(made.pk, now=now, actor=actor)) == ("coupon_not_paused", None)
    assert pause_coupon(made.pk, now=now, actor=actor).state(now) == CouponState.PAUSED
    assert _refused(lambda: pause_coupon(made.pk, now=now, actor=actor)) == ("coupon_paused_already", None)
    assert resume_coupon(made.pk, now=now, actor=actor).state(now) == CouponState.RUNNING


def test_a_small_promotion_counts_at_once_and_a_large_one_needs_a_second_operator(db: None, now: datetime) -> None:
    small = make.promotion(budget=100_000)
    assert (small.state(now), small.agreed_by, small.reason) == (CouponState.RUNNING, None, "Spring")
    large = make.promotion(budget=100_001, agree=False)
    assert large.state(now) == CouponState.WAITING
    mine = Actor(Role.OPERATOR, large.made_by_id)
    for act in (agree_to_promotion, decline_promotion):
        assert _refused(partial(act, large.pk, now=now, actor=mine)) == ("four_eyes", None)
        seller = Actor(Role.SELLER, make.user().pk)
        assert _refused(partial(act, large.pk, now=now, actor=seller)) == ("not_an_operator", None)
    agreed = agree_to_promotion(large.pk, now=now, actor=make.desk())
    assert (agreed.state(now), agreed.agreed_at) == (CouponState.RUNNING, now)
    for act in (agree_to_promotion, decline_promotion):
        assert _refused(partial(act, large.pk, now=now, actor=make.desk())) == ("decided_already", None)
    other = make.promotion(budget=100_001, agree=False)
    assert decline_promotion(other.pk, now=now, actor=make.desk()).state(now) == CouponState.DECLINED


def test_what_nobody_agreed_with_is_neither_paused_nor_resumed(db: None, now: datetime) -> None:
    waiting, declined = (make.promotion(budget=100_001, agree=False) for _one in range(2))
    decline_promotion(declined.pk, now=now, actor=make.desk())
    for promotion in (waiting, declined):
        for act in (pause_coupon, resume_coupon):
            refused = _refused(partial(act, promotion.pk, now=now, actor=make.desk()))
            assert refused == ("promotion_not_agreed", None)
    assert agree_to_promotion(waiting.pk, now=now, actor=make.desk()).state(now) == CouponState.RUNNING


def test_a_promotion_is_refused_without_reason_budget_or_cover(db: None, now: datetime) -> None:
    pay_in(10_000, now=now)

    def propose(reason: str, budget: int | None, actor: Actor | None = None) -> tuple[str, str | None]:
        given = terms(now, budget=budget)
        by = actor or make.desk()
        return _refused(lambda: propose_promotion(given, reason, currency="CNY", now=now, actor=by))

    assert propose(" ", 5_000) == ("words_missing", "reason")
    assert propose("Spring", None) == ("budget_missing", "budget")
    assert propose("Spring", 10_001) == ("budget_uncovered", "budget")
    assert propose("Spring", 5_000, Actor(Role.SELLER, make.user().pk)) == ("not_an_operator", None)


@pytest.mark.parametrize("missing", ["amount", "budget"])
def test_the_database_wants_to_know_what_it_gives_and_how_much(missing: str, db: None, now: datetime) -> None:
    made = make.promotion(now=now)
    with pytest.raises(IntegrityError):
        Coupon.objects.filter(pk=made.pk).update(**{missing: None})


def test_two_operators_decide_once(committed_db: CommittedDatabase, now: datetime) -> None:
    made = make.promotion(budget=100_001, agree=False, now=now)
    agree = [partial(agree_to_promotion, made.pk, now=now, actor=make.desk()) for _operator in range(3)]
    decline = partial(decline_promotion, made.pk, now=now, actor=make.desk())
    answers = at_once([*agree, decline])
    assert sorted(answers) == ["decided_already"] * 3 + ["done"]


def test_one_code_is_made_once_by_four(committed_db: CommittedDatabase, now: datetime) -> None:
    shop = make.shop(now=now)
    act = partial(make_coupon, shop, terms(now, code="ONE"), now=now, actor=_seller(shop))
    assert sorted(at_once([act] * 4)) == ["code_taken"] * 3 + ["done"]
