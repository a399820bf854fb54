"""What buyers wrote about a shop, and its one answer to each."""

from datetime import datetime
from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import Actor, Role
from marketplace.api.pages import Pages
from marketplace.api.resources.goods import Open
from marketplace.api.resources.my_shop import Selling
from marketplace.api.schema import CURSOR, LIMIT, operation, page_of
from marketplace.api.serializers import reviews as shapes
from marketplace.catalog.models import Shop
from marketplace.catalog.queries import shown_listings
from marketplace.trade.review_page import in_public
from reviews.actions.answer_review import answer_review
from reviews.models import Review
from reviews.queries import about_listing, about_shop

TAG = "Reviews"
PAGE = page_of(shapes.ReviewRow)


def _rows(found: list[Review]) -> Any:
    return shapes.ReviewRow([shapes.review_row(one) for one in in_public(found)], many=True).data


class ShopReviews(Open):
    @operation(
        "list_reviews",
        "What buyers wrote about a shop, latest first",
        tag=TAG,
        answer=PAGE,
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request, slug: str) -> Response:
        shop = get_object_or_404(Shop, slug=slug)
        return Response(Pages("-opened_at", "-pk").take(about_shop(shop), request, _rows))


class ListingReviews(Open):
    @operation(
        "list_listing_reviews",
        "What buyers of a listing wrote, latest first",
        tag=TAG,
        answer=PAGE,
        query=[CURSOR, LIMIT],
    )
    def get(self, request: Request, number: int) -> Response:
        listing = get_object_or_404(shown_listings().select_related("shop"), pk=number)
        return Response(Pages("-opened_at", "-pk").take(about_listing(listing), request, _rows))


class ReviewAnswer(Selling):
    @operation(
        "answer_review",
        "Seller: answer a review of your shop, once",
        tag=TAG,
        takes=shapes.Answering,
        answer=shapes.ReviewRow,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        mine = about_shop(self.shop)
        get_object_or_404(mine, pk=number)
        asked = self.body(shapes.Answering)

        def answer(now: datetime) -> Any:
            answer_review(number, **asked, now=now, actor=Actor(Role.SELLER, self.user.pk))
            (shown,) = _rows([mine.get(pk=number)])
            return shown

        return self.act(answer)
