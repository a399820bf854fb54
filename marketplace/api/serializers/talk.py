"""Conversations as JSON: who wrote what, what it is about, and when the other side read it."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from rest_framework import serializers

from core.actor import Role
from marketplace.api.serializers.amounts import Number
from marketplace.api.serializers.choice import Choice
from marketplace.api.serializers.claims import SIDE
from marketplace.conversations.queries import Shown
from marketplace.conversations.writing import LONGEST
from marketplace.trade.talk import Row, Said


class WhichThreads(serializers.Serializer[Any]):
    """Which conversations: `as` buyer or shop; those with something `unread` alone, or the one about an `order`."""

    unread = serializers.BooleanField(required=False, default=False)
    order = serializers.CharField(max_length=40, required=False)

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        # `as` is a word of Python's own.
        side = Choice(SIDE, required=False, default=Role.BUYER.value)
        return {"as": side, **super().get_fields()}


class ThreadRow(serializers.Serializer[Any]):
    """A conversation: `name` is the other side's, `order` null for questions before buying; `last` are its newest
    words, `mine` when you wrote them, `unread` when there is something you have not read.
    """

    id = serializers.IntegerField()
    role = Choice(SIDE)
    name = serializers.CharField(allow_blank=True)
    shop = serializers.CharField()
    order = serializers.CharField(allow_null=True)
    opened_at = serializers.DateTimeField()
    last_at = serializers.DateTimeField()
    last = serializers.CharField(allow_blank=True)
    mine = serializers.BooleanField()
    unread = serializers.BooleanField()
    page = serializers.CharField()


class MessagePhoto(serializers.Serializer[Any]):
    """A picture of a message. `sha256` is that of the bytes as they were sent; read it at `address`."""

    id = serializers.IntegerField()
    sha256 = serializers.CharField()
    address = serializers.CharField()


class AboutGoods(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    title = serializers.CharField()


class MessageRow(serializers.Serializer[Any]):
    """What one side wrote; nobody can change it. `listing`: the goods it asks about. `unread`: you have not marked it
    as read. `read_at`: when the other side read it; null when it has not, and for what is not yours.
    """

    id = serializers.IntegerField()
    thread = serializers.IntegerField()
    role = Choice(SIDE)
    name = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    words = serializers.CharField(allow_blank=True)
    listing = AboutGoods(allow_null=True)
    photos = MessagePhoto(many=True)
    unread = serializers.BooleanField()
    read_at = serializers.DateTimeField(allow_null=True)


class Written(serializers.Serializer[Any]):
    """Words; pictures come in a form instead, with words or without."""

    words = serializers.CharField(
        max_length=LONGEST, required=False, allow_blank=True, default="", help_text="The other side reads it as it is."
    )


class Question(Written):
    """As `Written`; `listing` is the `id` of the goods it is about."""

    listing = Number(required=False)


class WithPhotos(serializers.Serializer[Any]):
    """Up to six pictures, JPEG, PNG, WebP, GIF or AVIF, each of at most 12 MB."""

    photos = serializers.ListField(child=serializers.FileField(), required=False, default=list)


class WrittenForm(WithPhotos, Written):
    """Words, pictures, or both."""


class QuestionForm(WithPhotos, Question):
    """As `WrittenForm`; `listing` is the `id` of the goods it is about."""


class SeenUpTo(serializers.Serializer[Any]):
    """The `id` of the newest message you have seen."""

    message = Number()


def thread_row(row: Row, role: Role) -> dict[str, Any]:
    thread = row.thread
    face = "buyers" if role == Role.BUYER else "sellers"
    return {
        "id": thread.pk,
        "role": role.value,
        "name": row.name,
        "shop": thread.shop.slug,
        "order": thread.order.reference if thread.order else None,
        "opened_at": thread.opened_at,
        "last_at": thread.last_at,
        "last": row.last,
        "mine": row.mine,
        "unread": row.unread,
        "page": settings.SITE_URL + reverse(f"{face}:thread", args=[thread.pk]),
    }


def message_row(said: Said, view: str = "api:message_photo") -> dict[str, Any]:
    """`view` is where this reader gets pictures from."""
    message, goods = said.message, said.goods
    return {
        "id": message.pk,
        "thread": message.thread_id,
        "role": message.role,
        "name": said.name,
        "at": message.at,
        "words": message.words,
        "listing": {"id": message.listing_id, "title": goods.text} if goods else None,
        "photos": [_photo(one, view) for one in said.photos],
        "unread": said.new,
        "read_at": said.read_at,
    }


def _photo(photo: Shown, view: str) -> dict[str, Any]:
    return {"id": photo["pk"], "sha256": photo["sha256"], "address": reverse(view, args=[photo["pk"]])}
