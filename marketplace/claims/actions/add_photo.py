"""One side of an order uploads a picture, to show it in a claim."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from core import ids
from core.actor import Actor, Role
from core.acts import act
from core.errors import DomainError, Invalid
from marketplace.catalog import pictures
from marketplace.claims.models import Photo
from marketplace.claims.statements import MOST_PHOTOS
from marketplace.orders.locks import lock_order
from marketplace.orders.models import Order


def add_photo(order_id: int, upload: "File[bytes]", *, now: datetime, actor: Actor) -> Photo:
    """Keep what a camera took, re-encoded, where only the order's two sides and the desk see it.

    Its digest is that of the bytes as they came. Refused: `not_yours`, `photos_too_many`; `Invalid` as
    catalog.pictures refuses. Decoding takes time and is done before any lock.
    """
    return keep_photo(order_id, pictures.take(upload), now=now, actor=actor)


def look_at(uploads: "Sequence[File[bytes]]") -> list[pictures.Taken]:
    """What is shown at once, re-encoded; no database is asked. Raises `Invalid`: `photos_too_many`, and as
    catalog.pictures.
    """
    if len(uploads) > MOST_PHOTOS:
        raise Invalid(
            "photos_too_many", _("Show at most %(most)s pictures at once."), {"most": MOST_PHOTOS}, field="photos"
        )
    return [pictures.take(upload) for upload in uploads]


@act("add_photo", of="claims")
def keep_photo(order_id: int, taken: pictures.Taken, *, now: datetime, actor: Actor) -> Photo:
    """Keep what was looked at. Refused: `not_yours`, `photos_too_many`."""
    order = lock_order(order_id)
    if actor.user_id != owner_of(order, actor.role):
        raise DomainError("not_yours", _("Only the two sides of an order add pictures to it."))
    if Photo.objects.filter(order=order, role=actor.role.value).count() >= settings.MAX_ORDER_PHOTOS:
        raise DomainError(
            "photos_too_many",
            _("At most %(most)s pictures can be added to an order."),
            {"most": settings.MAX_ORDER_PHOTOS},
            field="photos",
        )
    photo = Photo(id=ids.new_id(), order=order, role=actor.role.value, uploader_id=actor.person, uploaded_at=now)
    photo.keep(taken, f"orders/{order.pk}")
    return photo


def owner_of(order: Order, role: Role) -> int | None:
    """Who acts for a side of an order."""
    return {Role.BUYER: order.buyer_id, Role.SELLER: order.shop.owner_id}.get(role)
