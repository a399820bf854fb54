"""Pictures, as they are sent and named."""

from typing import Any

from rest_framework import serializers

from marketplace.api.serializers.choice import Choice
from marketplace.catalog.models import PhotoState


class Upload(serializers.Serializer[Any]):
    """A JPEG, PNG, WebP, GIF or AVIF of at most 12 MB and 25 million pixels. What is kept bears no metadata."""

    photo = serializers.FileField()


class GoodsUpload(Upload):
    """As any picture; `alt` says what is seen on it, for who cannot see it."""

    alt = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


class Way(serializers.Serializer[Any]):
    """At either end it stays where it is."""

    way = Choice(["earlier", "later"])


class GoodsPhoto(serializers.Serializer[Any]):
    """A picture of goods. `state`: waiting (to be prepared), ready, refused (it could not be read)."""

    id = serializers.IntegerField()
    state = Choice(PhotoState.choices)
    alt = serializers.CharField(allow_blank=True)
    small = serializers.CharField(allow_blank=True)
    large = serializers.CharField(allow_blank=True)


class PhotoRow(serializers.Serializer[Any]):
    """A picture, kept as it was shown. `sha256` is that of the bytes as they were sent; read it at `address`."""

    id = serializers.IntegerField()
    sha256 = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    uploaded_at = serializers.DateTimeField()
    address = serializers.CharField()


class Which(serializers.Serializer[Any]):
    """The picture itself, or its `small` rendition."""

    small = serializers.BooleanField(required=False, default=False)
