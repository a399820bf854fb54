"""Shops and what stands on their shelves."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.row_check import RowCheck
from marketplace.catalog.wordings import wording


class Shop(models.Model):
    """A shop. Its id is the number of its book. Amounts are minor units of `currency`; `ship_promise` is in hours."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="shop")
    name = models.CharField(_("name of the shop"), max_length=60, unique=True)
    second_name = models.CharField(_("name in the other language"), max_length=60, blank=True)
    slug = models.SlugField(max_length=60, unique=True, allow_unicode=True)
    about = models.TextField(_("about the shop"), max_length=2000, blank=True)
    region = models.CharField(_("where you send from"), max_length=80)
    currency = models.CharField(max_length=3)
    shipping_price = models.BigIntegerField(default=0)
    free_above = models.BigIntegerField(null=True, blank=True)
    ship_promise = models.PositiveSmallIntegerField(default=72)
    picture = models.FileField(upload_to="shops/", blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(shipping_price__gte=0), name="shop_shipping_not_negative"),
            models.CheckConstraint(condition=Q(ship_promise__gte=1, ship_promise__lte=72), name="shop_promise_hours"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def book_id(self) -> int:
        return self.pk

    @property
    def shown_name(self) -> str:
        """The one of its names that this reader can read."""
        return wording(self.name, self.second_name).text


class Category(models.Model):
    """A shelf of the site, named in both languages."""

    slug = models.SlugField(unique=True)
    name_en = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return self.name_zh if (get_language() or "").startswith("zh") else self.name_en

    @property
    def other_name(self) -> str:
        """The name in the other language."""
        return self.name_en if (get_language() or "").startswith("zh") else self.name_zh


class ListingState(models.TextChoices):
    """Whether a listing can be seen and bought."""

    DRAFT = "draft", _("draft")
    LIVE = "live", _("live")
    HIDDEN = "hidden", _("taken down")


class Listing(models.Model):
    """What a shop offers on one page; what is bought is one of its SKUs. `search` is kept by the actions."""

    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="listings")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="listings", null=True, blank=True)
    title = models.CharField(_("title"), max_length=120)
    second_title = models.CharField(_("title in the other language"), max_length=120, blank=True)
    description = models.TextField(_("description"), max_length=8000, blank=True)
    state = models.CharField(max_length=8, choices=ListingState.choices, default=ListingState.DRAFT)
    search = SearchVectorField(null=True)
    listed_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="listing_search"),
            models.Index(fields=["-listed_at", "-id"], condition=Q(state="live"), name="listing_live_newest"),
        ]

    def __str__(self) -> str:
        return self.title


class Sku(models.Model):
    """What is stocked and sold.

    `stock` is what can still be bought: received less sold less reserved, never below 0. A withdrawn SKU stays for the
    orders that name it and can no longer be bought.
    """

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="skus")
    name = models.CharField(_("variant"), max_length=60, blank=True)
    price = models.BigIntegerField()
    received = models.IntegerField(default=0)
    reserved = models.IntegerField(default=0)
    sold = models.IntegerField(default=0)
    stock = models.GeneratedField(
        expression=F("received") - F("sold") - F("reserved"), output_field=models.IntegerField(), db_persist=True
    )
    position = models.SmallIntegerField(default=0)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            RowCheck(
                name="sku_sound",
                conditions={
                    "sku_price_positive": Q(price__gt=0),
                    "sku_never_oversold": Q(sold__gte=0, reserved__gte=0, received__gte=F("sold") + F("reserved")),
                    "sku_position_counted": Q(position__gte=0),
                },
            ),
            models.UniqueConstraint(fields=["listing", "name"], condition=Q(withdrawn=False), name="sku_name_once"),
        ]


class PhotoState(models.TextChoices):
    """How far an uploaded picture has come."""

    WAITING = "waiting", _("being prepared")
    READY = "ready", _("ready")
    REFUSED = "refused", _("could not be read")


class Photo(models.Model):
    """A picture of a listing: re-encoded renditions (WebP, 240 and 640 px, no EXIF); the upload is deleted once
    they stand.
    """

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=PhotoState.choices, default=PhotoState.WAITING)
    upload = models.FileField(upload_to="uploads/", blank=True)
    small = models.FileField(upload_to="photos/", blank=True)
    large = models.FileField(upload_to="photos/", blank=True)
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    sha256 = models.CharField(max_length=64)
    alt = models.CharField(max_length=120, blank=True)
    uploaded_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["listing", "position"], name="photo_order"),
            models.Index(fields=["id"], condition=Q(state="waiting"), name="photo_waiting"),
        ]
