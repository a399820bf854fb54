"""What buyers wrote and everybody reads."""

from typing import Any

from django.urls import reverse
from rest_framework import serializers

from marketplace.trade.review_page import Shown
from reviews.actions.answer_review import LONGEST
from reviews.ending import Ending, ending_of


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
    ending = serializers.ChoiceField(Ending.choices)
    photos = ReviewPhoto(many=True)
    answer = serializers.CharField(allow_blank=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    deleted_reason = serializers.CharField(allow_blank=True)


class Answering(serializers.Serializer[Any]):
    """Everybody reads it below the review."""

    answer = serializers.CharField(max_length=LONGEST)


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
