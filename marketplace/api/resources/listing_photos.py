"""Pictures of one's goods: sent, put in order, taken off. The first one that is ready stands on the shelf."""

import hashlib
from datetime import datetime
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from rest_framework.request import Request
from rest_framework.response import Response

from core import clock
from core.entrance import takes_uploads
from marketplace.api.media import MOST_UPLOADED, Multipart
from marketplace.api.resources.my_shop import Selling, shown_listing
from marketplace.api.schema import operation
from marketplace.api.serializers import photos, shops
from marketplace.catalog.actions.add_photo import add_photo
from marketplace.catalog.actions.arrange_photos import move_photo, remove_photo
from marketplace.catalog.models import Listing


class OfListing(Selling):
    def listing(self, number: int) -> Listing:
        """One's own listing. Raises Http404."""
        return get_object_or_404(Listing.objects.select_related("shop"), shop=self.shop, pk=number)


@method_decorator(takes_uploads(MOST_UPLOADED, knows_who_asks=True), name="dispatch")
class ListingPhotos(OfListing):
    parser_classes = [Multipart]

    @operation(
        "add_listing_photo",
        "Send a picture of your goods; it is shown once it is prepared",
        tag="Your shop",
        as_form=photos.GoodsUpload,
        answer=shops.OwnListing,
        status=201,
        method="post",
    )
    def post(self, request: Request, number: int) -> Response:
        listing = self.listing(number)
        asked = self.body(photos.GoodsUpload)
        photo, alt = asked["photo"], asked["alt"]

        def add(now: datetime) -> Any:
            add_photo(listing, photo, now=now, alt=alt)
            return shown_listing(listing.shop, number)

        return self.act(add, status=201, sent=[hashlib.sha256(photo.read()).hexdigest(), alt])


class OneListingPhoto(OfListing):
    @operation(
        "remove_listing_photo",
        "Take a picture off your page",
        tag="Your shop",
        answer=shops.OwnListing,
        method="delete",
    )
    def delete(self, request: Request, number: int, photo: int) -> Response:
        listing = self.listing(number)
        if not listing.photos.filter(pk=photo).exists():
            raise Http404
        remove_photo(listing, photo, now=clock.now())
        return Response(shown_listing(listing.shop, number))


class PhotoPlace(OfListing):
    @operation(
        "move_listing_photo",
        "Let a picture change places with the one before or after it",
        tag="Your shop",
        takes=photos.Way,
        answer=shops.OwnListing,
        method="post",
    )
    def post(self, request: Request, number: int, photo: int) -> Response:
        listing = self.listing(number)
        if not listing.photos.filter(pk=photo).exists():
            raise Http404
        asked = self.body(photos.Way)

        def move(now: datetime) -> Any:
            move_photo(listing, photo, asked["way"], now=now)
            return shown_listing(listing.shop, number)

        return self.act(move)
