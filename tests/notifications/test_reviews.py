"""What both sides are told about reviews, and that nobody is told what a sealed one says."""

from datetime import datetime, timedelta

import pytest

from core.deadlines import run_due
from core.models import OutboxMessage
from core.outbox import deliver_due
from marketplace.deadlines import ACTIONS
from marketplace.notifications.reading import notices_of, read
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.users.models import User
from reviews.actions.answer_review import answer_review
from reviews.actions.delete_review import delete_review
from tests import make

pytestmark = pytest.mark.django_db


def _told(user: User, now: datetime) -> list[str]:
    """Everything about reviews, latest first."""
    OutboxMessage.objects.exclude(topic__startswith="review.").update(delivered_at=now)
    deliver_due(SUBSCRIPTIONS, now=now)
    return [notice.text for notice in read(list(notices_of(user)), now)]


def test_nobody_is_told_of_a_sealed_review(now: datetime) -> None:
    order = make.review(now=now, words="Mouldy!").order
    assert (_told(order.shop.owner, now), _told(order.buyer, now)) == ([], [])


def test_whoever_has_not_written_is_reminded_in_words_that_tell_nothing(now: datetime) -> None:
    order = make.review(now=now).order
    run_due(ACTIONS, now=now + timedelta(days=5))
    words = f"How was Lin Yue, order {order.reference}? You may review it still. If you do not, there is no review."
    assert (_told(order.shop.owner, now + timedelta(days=5)), _told(order.buyer, now)) == ([words], [])


def test_both_are_told_when_both_open(now: datetime) -> None:
    order = make.open_review(now=now).order
    assert _told(order.shop.owner, now) == [f"What Lin Yue wrote about order {order.reference} can be read now."]
    assert _told(order.buyer, now) == [f"What {order.shop.name} wrote about order {order.reference} can be read now."]


def test_the_author_is_told_of_an_answer_and_of_a_deletion(now: datetime) -> None:
    review = make.open_review(now=now)
    order = review.order
    before = _told(order.shop.owner, now)
    answer_review(review.pk, answer="Thanks.", now=now, actor=make.seller_of(order))
    delete_review(review.pk, reason="Spam.", now=now, actor=make.desk())
    assert sorted(_told(order.buyer, now)[:2]) == [
        f"{order.shop.name} answered your review of order {order.reference}.",
        f"We deleted your review of order {order.reference}. The reason stands in its place.",
    ]
    assert _told(order.shop.owner, now) == before
