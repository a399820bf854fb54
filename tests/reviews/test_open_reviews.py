from datetime import datetime, timedelta

import pytest

from core.actor import SYSTEM
from core.deadlines import run_due
from core.outbox import deliver_due
from escrow.actions.refund import refund_hold
from escrow.invariants import check_site
from escrow.terms import Back
from marketplace.claims.actions.accept_ruling import accept_ruling
from marketplace.deadlines import ACTIONS
from marketplace.orders.models import Order
from marketplace.subscriptions import SUBSCRIPTIONS
from reviews.actions.open_reviews import open_review_window, open_reviews
from reviews.actions.write_review import write_review
from tests import make
from tests.reviews import seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
END, REMINDER = 15 * DAY, 5 * DAY


def _deliver(now: datetime) -> None:
    while deliver_due(SUBSCRIPTIONS, now=now):
        pass


def test_the_end_of_the_money_opens_the_window_once_however_often_it_is_told(now: datetime) -> None:
    order = make.completed_order(now=now)
    _deliver(now + DAY)
    assert seen.clock(order) == [(now + END, "")]
    assert (open_review_window(order.pk, now=now + 2 * DAY), seen.clock(order)) == (False, [(now + END, "")])
    assert check_site(now + DAY) == []


def test_a_full_refund_opens_it_as_well_and_a_part_does_not(now: datetime) -> None:
    part, whole = make.delivered_order(now=now), make.delivered_order(now=now)
    refund_hold(part.hold_id, Back(1000), reason="goodwill", now=now, actor=SYSTEM)
    refund_hold(whole.hold_id, Back.all_of(whole.hold), reason="goodwill", now=now, actor=SYSTEM)
    Order.objects.filter(pk=whole.pk).update(closed_at=now, closed_by="claim")
    _deliver(now)
    assert (seen.clock(part), seen.clock(whole)) == ([], [(now + END, "")])


def test_a_ruling_opens_it_as_well(now: datetime) -> None:
    claim = make.ruled_claim(now=now)
    then = now + 4 * DAY
    for actor in (make.buyer_of(claim.order), make.seller_of(claim.order)):
        accept_ruling(claim.pk, now=then, actor=actor)
    _deliver(then)
    assert seen.clock(claim.order) == [(then + END, "")]
    assert check_site(then) == []


def test_when_the_time_is_over_what_is_there_opens_and_nothing_stands_for_the_other(now: datetime) -> None:
    order = make.completed_order(now=now)
    make.review(order, 2, now=now)
    assert run_due(ACTIONS, now=now + REMINDER) == 1
    assert run_due(ACTIONS, now=now + END - timedelta(seconds=1)) == 0
    assert seen.reviews(order) == [("buyer", 2, False)]
    assert run_due(ACTIONS, now=now + END) == 1
    assert seen.reviews(order) == [("buyer", 2, True)]
    assert seen.clock(order) == [(now + END, "passed")]
    told = ["review.soon", "review.opened"]
    assert seen.topics(order) == told
    assert (open_reviews(order.pk, now=now + END), seen.topics(order)) == (False, told)
    assert check_site(now + END) == []


def test_no_review_means_none(now: datetime) -> None:
    order = make.completed_order(now=now)
    _deliver(now)
    run_due(ACTIONS, now=now + END)
    assert (seen.reviews(order), seen.topics(order), seen.clock(order)) == ([], [], [(now + END, "passed")])


def test_nothing_opens_before_its_time(now: datetime) -> None:
    order = make.completed_order(now=now)
    make.review(order, now=now)
    assert (open_reviews(order.pk, now=now + DAY), seen.reviews(order)) == (False, [("buyer", 5, False)])


def test_the_news_may_come_after_both_have_written(now: datetime) -> None:
    order = make.completed_order(now=now)
    for actor in (make.buyer_of(order), make.seller_of(order)):
        write_review(order.pk, stars=5, now=now, actor=actor)
    _deliver(now)
    assert seen.clock(order) == [(now + END, "met")]


def test_the_time_is_that_of_the_day_it_was_placed(now: datetime) -> None:
    order = make.completed_order(now=now)
    make.promise(order, review_window=86_400)
    _deliver(now)
    assert seen.clock(order) == [(now + DAY, "")]


def test_an_order_placed_before_there_were_reviews_has_todays_time(now: datetime) -> None:
    order = make.completed_order(now=now)
    make.promise(order, review_window=None)
    _deliver(now)
    assert seen.clock(order) == [(now + END, "")]
