"""What buyers wrote and everybody reads."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from marketplace.api.serializers.amounts import Whole
from marketplace.api.serializers.choice import Choice
from marketplace.api.serializers.talk import WithPhotos
from marketplace.trade.review_page import Both, Shown
from reviews.actions.answer_review import LONGEST
from reviews.actions.write_review import LONGEST as LONGEST_REVIEW
from reviews.ending import Ending, ending_of
from reviews.models import FEWEST_STARS, MOST_STARS


class ReviewPhoto(serializers.Serializer[Any]):
    """A picture of a review: WebP at `address`, for everybody; smaller with `?small`."""

    id = serializers.IntegerField()
    address = serializers.CharField()


class ReviewRow(serializers.Serializer[Any]):
    """A review. `money` says how the order's money ended, `ending` names it. Of a deleted one `stars` is null, and
    `deleted_reason` says why.
    """

    id = serializers.IntegerField()
    stars = serializers.IntegerField(allow_null=True)
    name = serializers.CharField(allow_blank=True)
    goods = serializers.CharField(allow_blank=True)
    words = serializers.CharField(allow_blank=True)
    written_at = serializers.DateTimeField()
    money = serializers.CharField()
    ending = Choice(Ending.choices)
    photos = ReviewPhoto(many=True)
    answer = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    deleted_reason = serializers.CharField(allow_blank=True)


class Opinion(serializers.Serializer[Any]):
    """What you say about the other side, once. There is no default. Pictures come in a form instead."""

    stars = Whole(min_value=FEWEST_STARS, max_value=MOST_STARS)
    words = serializers.CharField(max_length=LONGEST_REVIEW, required=False, allow_blank=True, default="")


class OpinionForm(WithPhotos, Opinion):
    """Stars, words and pictures."""


class BothReviews(serializers.Serializer[Any]):
    """`mine`, sealed or not, and `theirs` once both are open; null when there is none to read. `sealed`: nobody but you
    reads yours yet.
    """

    mine = ReviewRow(allow_null=True)
    theirs = ReviewRow(allow_null=True)
    sealed = serializers.BooleanField()


class Answering(serializers.Serializer[Any]):
    """Everybody reads it below the review."""

    answer = serializers.CharField(max_length=LONGEST)


def both_reviews(both: Both) -> dict[str, Any]:
    mine, theirs = both.mine, both.theirs
    return {
        "mine": mine and review_row(mine),
        "theirs": theirs and review_row(theirs),
        "sealed": mine is not None and not mine.review.is_open,
    }


def review_row(shown: Shown) -> dict[str, Any]:
    review = shown.review
    gone = review.is_deleted
    return {
        "id": review.pk,
        "stars": None if gone else review.stars,
        "name": shown.name,
        "goods": shown.goods.text if shown.goods else "",
        "words": "" if gone else review.words,
        "written_at": review.written_at,
        "money": shown.money,
        "ending": ending_of(review).value,
        "photos": [] if gone else [_photo(photo.pk) for photo in shown.photos],
        "answer": "" if gone else review.answer,
        "answered_at": None if gone else review.answered_at,
        "deleted_reason": review.deleted_reason,
    }


def _photo(number: int) -> dict[str, Any]:
    return {"id": number, "address": reverse("storefront:review_photo", args=[number])}
