"""Pictures of an order: sent by its two sides, read by nobody else but the desk."""

import hashlib
from datetime import datetime
from typing import Any

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from rest_framework.request import Request
from rest_framework.response import Response

from core.actor import Actor
from core.entrance import takes_uploads
from marketplace.api.media import MOST_UPLOADED, Multipart
from marketplace.api.models import SCOPES, Scope
from marketplace.api.resource import Resource
from marketplace.api.resources.sides import find_order
from marketplace.api.schema import operation, picture
from marketplace.api.serializers import photos as shapes
from marketplace.api.serializers.claim_bodies import photo_row
from marketplace.claims.actions.add_photo import add_photo
from marketplace.claims.queries import photos_shown_to
from marketplace.trade import claim_photos


@method_decorator(takes_uploads(MOST_UPLOADED, knows_who_asks=True), name="dispatch")
class OrderPhotos(Resource):
    to_act = (Scope.BUY, Scope.SELL)
    parser_classes = [Multipart]

    @operation(
        "send_photo",
        "Send a picture to an order, then name it by its `id` in what you say",
        tag="Claims",
        as_form=shapes.Upload,
        answer=shapes.PhotoRow,
        status=201,
        method="post",
    )
    def post(self, request: Request, reference: str) -> Response:
        order, role = find_order(self.user, reference)
        self.need(SCOPES[role])
        asked = self.body(shapes.Upload)
        photo = asked["photo"]

        def keep(now: datetime) -> Any:
            kept = add_photo(order.pk, photo, now=now, actor=Actor(role, self.user.pk))
            return shapes.PhotoRow(photo_row(kept)).data

        return self.act(keep, status=201, sent=hashlib.sha256(photo.read()).hexdigest())


class OnePhoto(Resource):
    @picture("read_photo", "A picture of one of your orders, as WebP", tag="Claims", query=[shapes.Which])
    def get(self, request: Request, number: int) -> FileResponse:
        asked = self.query(shapes.Which)
        mine = photos_shown_to(self.user)
        return claim_photos.opened(get_object_or_404(mine, pk=number), small=asked["small"])
