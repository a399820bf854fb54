"""What both sides are told about reviews, and that nobody is told what a sealed one says."""

from datetime import datetime

import pytest

from core.models import OutboxMessage
from core.outbox import deliver_due
from marketplace.notifications.reading import notices_of, read
from marketplace.subscriptions import SUBSCRIPTIONS
from marketplace.users.models import User
from reviews.actions.answer_review import answer_review
from reviews.actions.delete_review import delete_review
from reviews.actions.write_review import write_review
from tests import make

pytestmark = pytest.mark.django_db


def _told(user: User, now: datetime) -> list[str]:
    """Everything about reviews, latest first."""
    OutboxMessage.objects.exclude(topic__startswith="review.").update(delivered_at=now)
    deliver_due(SUBSCRIPTIONS, now=now)
    return [notice.text for notice in read(list(notices_of(user)), now)]


def test_the_other_side_is_told_that_there_is_one(now: datetime) -> None:
    order = make.review(now=now, words="Mouldy!").order
    words = (
        f"Lin Yue reviewed order {order.reference}. It opens when you have reviewed as well, or when the time is over."
    )
    assert (_told(order.shop.owner, now), _told(order.buyer, now)) == ([words], [])


def test_both_are_told_when_both_open(now: datetime) -> None:
    order = make.completed_order(now=now)
    shop = order.shop.name
    write_review(order.pk, stars=5, now=now, actor=make.seller_of(order))
    first = (
        f"{shop} reviewed order {order.reference}. It opens when you have reviewed as well, or when the time is over."
    )
    assert _told(order.buyer, now) == [first]
    make.review(order, now=now)
    assert _told(order.shop.owner, now) == [f"What Lin Yue wrote about order {order.reference} can be read now."]
    assert _told(order.buyer, now) == [f"What {shop} wrote about order {order.reference} can be read now.", first]


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
