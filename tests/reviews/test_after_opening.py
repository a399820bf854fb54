"""The answer of the shop, the deletion by an operator, and what the database keeps."""

from datetime import datetime, timedelta

import psycopg2
import pytest

from core.actor import Actor, Role
from core.errors import DomainError
from escrow.invariants import check_site
from reviews.actions.answer_review import answer_review
from reviews.actions.delete_review import delete_review
from reviews.models import Review
from tests import make
from tests.conftest import CommittedDatabase
from tests.reviews import seen

DAY = timedelta(days=1)


def _answer(review: Review, now: datetime, answer: str = "Thank you.", actor: Actor | None = None) -> str:
    before = seen.everything()
    with pytest.raises(DomainError) as refused:
        answer_review(review.pk, answer=answer, now=now, actor=actor or make.seller_of(review.order))
    assert seen.everything() == before
    return refused.value.code


def _delete(review: Review, now: datetime, reason: str = "A telephone number.", actor: Actor | None = None) -> str:
    before = seen.everything()
    with pytest.raises(DomainError) as refused:
        delete_review(review.pk, reason=reason, now=now, actor=actor or make.desk())
    assert seen.everything() == before
    return refused.value.code


@pytest.mark.django_db
def test_the_shop_answers_once(now: datetime) -> None:
    review = make.open_review(now=now)
    answered = answer_review(review.pk, answer=" Thank you. ", now=now + DAY, actor=make.seller_of(review.order))
    assert (answered.answer, answered.answered_at) == ("Thank you.", now + DAY)
    assert seen.topics(review.order)[-1] == "review.answered"
    assert _answer(review, now + DAY, "No thanks.") == "answered_already"
    assert check_site(now + DAY) == []


@pytest.mark.django_db
def test_an_answer_has_words(now: datetime) -> None:
    review = make.open_review(now=now)
    assert [_answer(review, now, words) for words in ("", " \u200b", "a" * 1001)] == [
        "words_missing",
        "words_missing",
        "words_too_long",
    ]


@pytest.mark.django_db
def test_nobody_else_answers_and_not_what_is_sealed_or_gone(now: datetime) -> None:
    review = make.open_review(now=now)
    about_buyer = Review.objects.get(order=review.order, by_role="seller")
    strangers = [make.buyer_of(review.order), Actor(Role.SELLER, make.shop(now=now).owner_id), make.desk()]
    assert [_answer(review, now, actor=actor) for actor in strangers] == ["not_yours"] * 3
    assert _answer(about_buyer, now, actor=make.buyer_of(review.order)) == "not_yours"
    assert _answer(make.review(now=now), now) == "review_sealed"
    delete_review(review.pk, reason="A telephone number.", now=now, actor=make.desk())
    assert _answer(review, now) == "review_deleted"


@pytest.mark.django_db
def test_an_operator_deletes_with_a_reason_and_the_line_stays(now: datetime) -> None:
    review, operator = make.open_review(now=now), make.desk()
    gone = delete_review(review.pk, reason="It names a telephone number.", now=now + DAY, actor=operator)
    assert (gone.deleted_at, gone.deleted_by_id) == (now + DAY, operator.user_id)
    assert gone.deleted_reason == "It names a telephone number."
    assert seen.topics(review.order)[-1] == "review.deleted"
    assert _delete(review, now + DAY) == "review_deleted"
    assert check_site(now + DAY) == []


@pytest.mark.django_db
def test_deletions_that_are_refused(now: datetime) -> None:
    review = make.open_review(now=now)
    assert [_delete(review, now, reason) for reason in ("", " \u200b ", "a" * 301)] == [
        "words_missing",
        "words_missing",
        "words_too_long",
    ]
    own = [Actor(Role.OPERATOR, person) for person in (review.order.buyer_id, review.order.shop.owner_id)]
    assert [_delete(review, now, actor=actor) for actor in own] == ["own_order"] * 2
    assert _delete(review, now, actor=make.seller_of(review.order)) == "not_an_operator"
    assert _delete(make.review(now=now), now) == "review_sealed"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reviews_review SET stars = 1",
        "UPDATE reviews_review SET words = 'Bad.'",
        "UPDATE reviews_review SET author_id = shop_id",
        "UPDATE reviews_review SET opened_at = NULL",
        "UPDATE reviews_review SET opened_at = opened_at + interval '1 day'",
        "UPDATE reviews_review SET answer = 'No.' WHERE by_role = 'buyer'",
        "UPDATE reviews_review SET deleted_at = NULL, deleted_by_id = NULL, deleted_reason = ''",
        "DELETE FROM reviews_review",
        "TRUNCATE reviews_review CASCADE",
    ],
)
def test_the_database_keeps_what_was_said(committed_db: CommittedDatabase, now: datetime, change: str) -> None:
    review = make.open_review(now=now)
    answer_review(review.pk, answer="Thanks.", now=now, actor=make.seller_of(review.order))
    delete_review(review.pk, reason="Spam.", now=now, actor=make.desk())
    owner = psycopg2.connect(committed_db.owner_url)
    with owner.cursor() as cursor, pytest.raises(psycopg2.Error) as refused:
        cursor.execute(change)
    owner.close()
    assert refused.value.pgcode == "DB002"
