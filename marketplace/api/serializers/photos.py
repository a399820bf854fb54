"""Pictures, as they are sent and named."""

from typing import Any

from rest_framework import serializers


class Upload(serializers.Serializer[Any]):
    """A JPEG, PNG, WebP, GIF or AVIF of at most 12 MB and 25 million pixels. What is kept bears no metadata."""

    photo = serializers.FileField()


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
