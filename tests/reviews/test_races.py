"""Two at once, over real connections: what opens opens once, and what was written stands."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

import pytest

from escrow.invariants import check_site
from reviews.actions.answer_review import answer_review
from reviews.actions.delete_review import delete_review
from reviews.actions.open_reviews import open_review_window, open_reviews
from reviews.actions.write_review import write_review
from reviews.models import Review
from tests import make
from tests.conftest import CommittedDatabase
from tests.escrow.at_once import at_once
from tests.reviews import seen

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _all_is_well(committed_db: CommittedDatabase, now: datetime) -> Iterator[None]:
    yield
    assert check_site(now + 20 * DAY) == []


def test_both_sides_in_the_same_instant_open_once(now: datetime) -> None:
    order = make.completed_order(now=now)
    sides = (make.buyer_of(order), make.seller_of(order))
    acts = [partial(write_review, order.pk, stars=5, now=now, actor=actor) for actor in sides]
    assert at_once([*acts, partial(open_review_window, order.pk, now=now)]) == ["done"] * 3
    assert sorted(seen.reviews(order)) == [("buyer", 5, True), ("seller", 5, True)]
    assert Counter(seen.topics(order)) == {"review.opened": 1}
    assert seen.clock(order) == [(now + 15 * DAY, "met")]


def test_five_presses_write_one_review(now: datetime) -> None:
    order = make.completed_order(now=now)
    act = partial(write_review, order.pk, stars=3, now=now, actor=make.buyer_of(order))
    assert sorted(at_once([act] * 5)) == ["done"] + ["reviewed_already"] * 4
    assert seen.reviews(order) == [("buyer", 3, False)]


def test_the_last_review_against_the_time(now: datetime) -> None:
    review = make.review(now=now)
    order, last = review.order, now + 15 * DAY
    seller = make.seller_of(order)
    answers = at_once(
        [
            partial(write_review, order.pk, stars=4, now=last - timedelta(seconds=1), actor=seller),
            partial(open_reviews, order.pk, now=last),
        ]
    )
    both = len(seen.reviews(order)) == 2
    assert answers == ["done" if both else "review_window_over", "done"]
    assert {is_open for _side, _stars, is_open in seen.reviews(order)} == {True}


def test_two_answers_and_two_deletions(now: datetime) -> None:
    answered, deleted = make.open_review(now=now), make.open_review(now=now)
    seller = make.seller_of(answered.order)
    words = [partial(answer_review, answered.pk, answer=one, now=now, actor=seller) for one in ("Yes.", "No.")]
    desk = [partial(delete_review, deleted.pk, reason="Spam.", now=now, actor=make.desk()) for _one in range(2)]
    answers = at_once([*words, *desk])
    assert (sorted(answers[:2]), sorted(answers[2:])) == (["answered_already", "done"], ["done", "review_deleted"])
    assert Review.objects.exclude(answer="").count() == 1
