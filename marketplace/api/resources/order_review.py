"""What both sides of an order say about one another, once, with pictures."""

from datetime import datetime
from typing import Any

from django.utils.decorators import method_decorator
from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import Actor
from core.entrance import takes_uploads
from marketplace.api.media import Multipart, Parser
from marketplace.api.models import SCOPES
from marketplace.api.resources.order_acts import Act
from marketplace.api.resources.reviews import TAG
from marketplace.api.resources.sides import find_order, whole_order
from marketplace.api.schema import operation
from marketplace.api.serializers import reviews as shapes
from marketplace.api.serializers.orders import WholeOrder
from marketplace.catalog.pictures import take_all
from marketplace.trade.review_page import of_order
from marketplace.trade.review_posting import MOST_UPLOADED
from reviews.actions.write_review import write_review


@method_decorator(takes_uploads(MOST_UPLOADED, knows_who_asks=True), name="dispatch")
class OrderReview(Act):
    parser_classes = [Parser, Multipart]

    @operation(
        "read_order_reviews",
        "What you wrote about the other side of an order, and what you may read of theirs",
        tag=TAG,
        answer=shapes.BothReviews,
    )
    def get(self, request: Request, reference: str) -> Response:
        order, role = find_order(self.user, reference)
        return Response(shapes.BothReviews(shapes.both_reviews(of_order(order, role))).data)

    @operation(
        "write_review",
        "Review the other side, once; sealed until both are in",
        tag="Orders",
        takes=shapes.Opinion,
        as_form=shapes.OpinionForm,
        answer=WholeOrder,
        method="post",
    )
    def post(self, request: Request, reference: str) -> Response:
        order, role = find_order(self.user, reference)
        self.need(SCOPES[role])
        given = self.body(shapes.OpinionForm)
        photos = take_all(given.pop("photos"))

        def write(now: datetime) -> Any:
            write_review(order.pk, **given, photos=photos, now=now, actor=Actor(role, self.user.pk))
            return whole_order(find_order(self.user, reference)[0], role, now)

        return self.act(write, sent={**given, "photos": [one.sha256 for one in photos]})
