"""At each failpoint of a review a forked child is killed in the middle of its act; then it is done again: once."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import pytest

from core import failpoints
from core.errors import DomainError
from core.models import Deadline, OutboxMessage
from escrow.invariants import check_site
from reviews.actions.answer_review import answer_review
from reviews.actions.delete_review import delete_review
from reviews.actions.open_reviews import open_review_window, open_reviews
from reviews.actions.write_review import write_review
from reviews.models import Review
from tests import make
from tests.conftest import CommittedDatabase
from tests.killing import killed_at

Act = Callable[[], object]
#: (reviews, open ones, answered, deleted, clocks of the window that run, messages)
Seen = tuple[int, int, int, int, int, int]
Case = tuple[Callable[[datetime], Act], tuple[str, ...], Seen]
END = timedelta(days=15)


def _own(act: str) -> tuple[str, ...]:
    return (f"reviews.{act}.before_commit", f"reviews.{act}.after_commit")


def _write(now: datetime) -> Act:
    review = make.review(now=now)
    return partial(write_review, review.order_id, stars=4, now=now, actor=make.seller_of(review.order))


def _window(now: datetime) -> Act:
    return partial(open_review_window, make.completed_order(now=now).pk, now=now)


def _time(now: datetime) -> Act:
    return partial(open_reviews, make.review(now=now).order_id, now=now + END)


def _answer(now: datetime) -> Act:
    review = make.open_review(now=now)
    return partial(answer_review, review.pk, answer="Thanks.", now=now, actor=make.seller_of(review.order))


def _delete(now: datetime) -> Act:
    return partial(delete_review, make.open_review(now=now).pk, reason="Spam.", now=now, actor=make.desk())


def _look() -> Seen:
    reviews = Review.objects.all()
    return (
        reviews.count(),
        reviews.exclude(opened_at=None).count(),
        reviews.exclude(answered_at=None).count(),
        reviews.exclude(deleted_at=None).count(),
        Deadline.objects.filter(kind="review", done_at=None).count(),
        OutboxMessage.objects.filter(topic__startswith="review.").count(),
    )


CASES: dict[str, Case] = {
    "write_review": (_write, _own("write_review"), (2, 2, 0, 0, 0, 1)),
    "open_review_window": (_window, _own("open_review_window"), (0, 0, 0, 0, 1, 0)),
    "open_reviews": (_time, _own("open_reviews"), (1, 1, 0, 0, 0, 1)),
    "answer_review": (_answer, _own("answer_review"), (2, 2, 1, 0, 0, 2)),
    "delete_review": (_delete, _own("delete_review"), (2, 2, 0, 1, 0, 2)),
}


@pytest.mark.parametrize(
    ("name", "point"), [(name, point) for name, (_prepare, points, _end) in CASES.items() for point in points]
)
def test_killed_and_done_again_it_is_done_once(
    committed_db: CommittedDatabase, now: datetime, name: str, point: str
) -> None:
    prepare, _points, end = CASES[name]
    act = prepare(now)
    killed_at(point, act)
    assert check_site(now) == []
    for _time in range(2):
        with suppress(DomainError):
            act()
    assert _look() == end
    assert check_site(now + END) == []


def test_every_failpoint_of_reviews_is_tried() -> None:
    tried = {point for _prepare, points, _end in CASES.values() for point in points}
    assert {name for name in failpoints.names() if name.startswith("reviews.")} == tried
