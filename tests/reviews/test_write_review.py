from datetime import datetime, timedelta

import pytest

from core.actor import Actor, Role
from core.errors import DomainError
from escrow.invariants import check_site
from marketplace.orders.actions.cancel_order import cancel_order
from marketplace.orders.models import Order
from reviews.actions.write_review import write_review
from reviews.models import Review
from tests import make
from tests.reviews import seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def _refusal(order: Order, now: datetime, *, stars: object = 5, words: str = "", actor: Actor | None = None) -> str:
    before = seen.everything()
    with pytest.raises(DomainError) as refused:
        write_review(order.pk, stars=stars, words=words, now=now, actor=actor or make.buyer_of(order))
    assert seen.everything() == before
    return refused.value.code


def test_one_side_alone_stays_sealed(now: datetime) -> None:
    order = make.completed_order(now=now)
    review = write_review(order.pk, stars=4, words="  Dry and sweet.\u202e ", now=now + DAY, actor=make.buyer_of(order))
    assert (review.words, review.opened_at, review.shop_id, review.author_id) == (
        "Dry and sweet.",
        None,
        order.shop_id,
        order.buyer_id,
    )
    assert seen.reviews(order) == [("buyer", 4, False)]
    assert seen.clock(order) == [(now + 15 * DAY, "")]
    assert seen.topics(order) == []
    assert check_site(now + DAY) == []


def test_the_second_side_opens_both_in_one_moment(now: datetime) -> None:
    order = make.completed_order(now=now)
    make.review(order, 2, now=now)
    write_review(order.pk, stars=5, now=now + DAY, actor=make.seller_of(order))
    assert seen.reviews(order) == [("buyer", 2, True), ("seller", 5, True)]
    assert set(Review.objects.values_list("opened_at", flat=True)) == {now + DAY}
    assert seen.clock(order) == [(now + 15 * DAY, "met")]
    assert seen.topics(order) == ["review.opened"]
    assert check_site(now + DAY) == []


def test_a_review_needs_no_words(now: datetime) -> None:
    assert make.review(words="", now=now).words == ""


@pytest.mark.parametrize(
    ("stars", "code"),
    [
        (None, "stars_missing"),
        ("", "stars_missing"),
        (0, "stars_unknown"),
        (6, "stars_unknown"),
        (-1, "stars_unknown"),
        (10**9, "stars_unknown"),
        (4.5, "stars_unknown"),
        (float("nan"), "stars_unknown"),
        ("5", "stars_unknown"),
        ("five", "stars_unknown"),
        (True, "stars_unknown"),
        ([5], "stars_unknown"),
    ],
)
def test_stars_are_one_to_five_and_never_supposed(now: datetime, stars: object, code: str) -> None:
    assert _refusal(make.completed_order(now=now), now, stars=stars) == code


def test_words_have_an_end(now: datetime) -> None:
    assert _refusal(make.completed_order(now=now), now, words="茶" * 2001) == "words_too_long"


def test_nobody_but_the_two_sides(now: datetime) -> None:
    order = make.completed_order(now=now)
    others = [
        Actor(Role.BUYER, make.user().pk),
        Actor(Role.SELLER, make.shop(now=now).owner_id),
        Actor(Role.SELLER, order.buyer_id),
        Actor(Role.BUYER, order.shop.owner_id),
        make.desk(),
        Actor(Role.SYSTEM),
    ]
    assert [_refusal(order, now, actor=actor) for actor in others] == ["not_yours"] * 6


@pytest.mark.parametrize("stage", ["placed", "paid", "packed", "shipped", "delivered"])
def test_not_before_the_money_has_ended(now: datetime, stage: str) -> None:
    order = getattr(make, f"{stage}_order")(now=now)
    assert _refusal(order, now) == "order_not_ended"


def test_what_a_buyer_called_off_in_time_cannot_be_used_to_rate_a_shop(now: datetime) -> None:
    order = make.paid_order(now=now)
    cancel_order(order.pk, now=now + DAY, actor=make.buyer_of(order), reason="")
    assert _refusal(make.read(order), now + DAY) == "nothing_to_review"


def test_what_a_shop_called_off_or_did_not_ship_in_time_can_be_reviewed(now: datetime) -> None:
    called_off, late = make.paid_order(now=now), make.paid_order(now=now)
    cancel_order(called_off.pk, now=now, actor=make.seller_of(called_off), reason="Broken kiln")
    cancel_order(late.pk, now=now + 4 * DAY, actor=make.buyer_of(late), reason="")
    for order in (called_off, late):
        make.review(make.read(order), 1, now=now + 4 * DAY)
    assert Review.objects.count() == 2
    assert check_site(now + 4 * DAY) == []


def test_an_unpaid_order_is_nothing_to_review(now: datetime) -> None:
    order = make.placed_order(now=now)
    cancel_order(order.pk, now=now, actor=make.buyer_of(order), reason="")
    assert _refusal(order, now) == "nothing_to_review"


def test_a_side_writes_once(now: datetime) -> None:
    order = make.completed_order(now=now)
    make.review(order, 5, now=now)
    assert _refusal(order, now, stars=1) == "reviewed_already"


def test_not_after_both_are_open(now: datetime) -> None:
    review = make.open_review(now=now)
    assert _refusal(make.read(review.order), now, stars=1) == "reviewed_already"


def test_not_when_the_time_is_over(now: datetime) -> None:
    order = make.completed_order(now=now)
    assert _refusal(order, now + 15 * DAY) == "review_window_over"
    make.review(order, now=now + 15 * DAY - timedelta(seconds=1))
    assert seen.reviews(order) == [("buyer", 5, False)]
