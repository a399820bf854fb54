"""Baskets, checkouts, orders and parcels. Prices and address are copied at placing, what is promised is a policy of its
own: none of it changes after.

An order has no status column: where it stands follows from its hold, its facts (`packed_at`, `closed_by`) and its
shipment; see marketplace/trade.
"""

from typing import ClassVar

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from core.money import Money
from escrow.models import Hold
from escrow.payments.models import Payment
from marketplace.catalog.cards import address
from marketplace.catalog.models import ListingState, Shop, Sku
from marketplace.coupons.models import Coupon
from marketplace.orders.policy import Policy, numbered


class Address(models.Model):
    """Where a buyer has goods sent. Orders copy it."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="addresses")
    recipient = models.CharField(_("name"), max_length=80)
    phone = models.CharField(_("telephone"), max_length=30)
    region = models.CharField(_("province, city, county"), max_length=120)
    street = models.CharField(_("street, village, house"), max_length=200)
    used_at = models.DateTimeField()


class Basket(models.Model):
    """What somebody means to buy: a user's, or (before signing in) a session's. `version` rises with every change."""

    owner = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="basket")
    session = models.CharField(max_length=40, unique=True, null=True)  # noqa: DJ001 - many have none
    version = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()


class BasketLine(models.Model):
    """So many of one SKU, and the price the buyer saw when putting it in (minor units)."""

    basket = models.ForeignKey(Basket, on_delete=models.CASCADE, related_name="lines", db_index=False)
    sku = models.ForeignKey(Sku, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()
    seen_price = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["basket", "sku"], name="basket_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1, quantity__lte=999), name="basket_line_quantity"),
        ]


class Checkout(models.Model):
    """One act of buying: a payment for one or more orders. A basket version is checked out once."""

    id = models.BigIntegerField(primary_key=True)
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="checkouts")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="checkout")
    basket = models.ForeignKey(Basket, on_delete=models.SET_NULL, null=True, related_name="checkouts", db_index=False)
    basket_version = models.PositiveIntegerField()
    placed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["basket", "basket_version"], name="checkout_basket_version_once"),
        ]


class Fulfilment(models.TextChoices):
    """How goods reach the buyer. Only parcels can be placed so far."""

    PARCEL = "parcel", _("parcel")
    DIGITAL = "digital", _("digital")
    CENTRE = "centre", _("to a service centre")


class ClosedBy(models.TextChoices):
    """Whose act (or silence) ended an order before its goods arrived."""

    BUYER = "buyer", _("the buyer")
    SELLER = "seller", _("the shop")
    UNPAID = "unpaid", _("not paid in time")
    NEVER_SHIPPED = "never_shipped", _("never shipped")
    LOST = "lost", _("the parcel was lost or came back")
    CLAIM = "claim", _("a request for money back")
    CHARGEBACK = "chargeback", _("the buyer’s bank")


class StoredPolicy(models.Model):
    """What orders were promised: durations (seconds) and rates (marketplace/orders/policy.py), kept for good.

    The number follows from the policy, so that equal ones are one row.
    """

    id = models.BigIntegerField(primary_key=True)
    content = models.JSONField()


class Order(models.Model):
    """One buyer, one shop, one kind of fulfilment. It bears the number of its hold, so that either finds the other.

    `policy` is that of the day it was placed; `extended_at` is when the buyer extended the inspection window,
    `extended_by` the seconds added to it by both sides.
    """

    id = models.BigIntegerField(primary_key=True)
    reference = models.CharField(max_length=20)
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="orders")
    # Shop and buyer are found by the longer indexes below.
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="orders", db_index=False)
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="orders", db_index=False)
    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="order")
    fulfilment = models.CharField(max_length=8, choices=Fulfilment.choices)
    currency = models.CharField(max_length=3)
    # No foreign key in the database: all who place an order would lock one row of a table that keeps what it ever held.
    policy = models.ForeignKey(
        StoredPolicy, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    recipient = models.CharField(max_length=80)
    phone = models.CharField(max_length=30)
    region = models.CharField(max_length=120)
    street = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)
    placed_at = models.DateTimeField()
    packed_at = models.DateTimeField(null=True)
    extended_at = models.DateTimeField(null=True)
    extended_by = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=16, choices=ClosedBy.choices, blank=True)
    closed_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["buyer", "-placed_at", "-id"], name="order_buyer"),
            models.Index(fields=["shop", "-placed_at", "-id"], name="order_shop"),
            models.Index(
                fields=["shop", "closed_at"], condition=Q(closed_by__in=["seller", "never_shipped"]), name="order_gone"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=F("hold_id")), name="order_has_number_of_its_hold"),
            # Not `unique=True`: that brings a second index, for the beginning of a text, which nobody looks for.
            models.UniqueConstraint(fields=["reference"], name="order_reference_once"),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def book_id(self) -> int:
        return self.shop_id

    def concerns(self, user_id: int | None) -> bool:
        """Whether somebody is one of its two sides: at the desk, others see to it."""
        return user_id in {self.buyer_id, self.shop.owner_id}

    @cached_property
    def promised(self) -> Policy:
        """What its policy says."""
        return numbered(self.policy_id)


class OrderLine(models.Model):
    """What was bought, copied: title, variant, price (minor units each), picture."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="lines")
    sku = models.ForeignKey(Sku, on_delete=models.PROTECT, related_name="order_lines")
    title = models.CharField(max_length=120)
    second_title = models.CharField(max_length=120, blank=True)
    variant = models.CharField(max_length=60, blank=True)
    picture = models.CharField(max_length=200, blank=True)
    unit_price = models.BigIntegerField()
    quantity = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(quantity__gte=1, unit_price__gt=0), name="order_line_positive"),
        ]

    @property
    def picture_url(self) -> str:
        """The address of the picture as it was, or empty."""
        return default_storage.url(self.picture) if self.picture else ""

    @property
    def page(self) -> str:
        """Where its goods are shown now; empty when they are not. Read with `sku__listing`."""
        listing = self.sku.listing
        return address(listing) if listing.state == ListingState.LIVE else ""

    @property
    def amount(self) -> Money:
        """The line at the price that was agreed."""
        return Money(self.unit_price * self.quantity, self.order.currency)


class ChargeType(models.TextChoices):
    """What a part of an order's price is for."""

    GOODS = "goods", _("Goods")
    SHIPPING = "shipping", _("Sending")
    SELLER_DISCOUNT = "seller_discount", _("Shop’s discount")
    PLATFORM_DISCOUNT = "platform_discount", _("Discount")
    TAX = "tax", _("Tax")


class Charge(models.Model):
    """One typed part of an order's price, signed (a discount is negative); the buyer pays their sum. A discount names
    the `coupon` it comes from.
    """

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="charges")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, null=True, related_name="charges")
    type = models.CharField(max_length=20, choices=ChargeType.choices)
    amount = models.BigIntegerField()
    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)


class CouponUse(models.Model):
    """A checkout that took a coupon: `amount` minor units, over all its orders that were not closed unpaid. When the
    last of them was, the use is given back. `day` is the site's.
    """

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="uses")
    checkout = models.ForeignKey(Checkout, on_delete=models.PROTECT, related_name="coupon_uses", db_index=False)
    buyer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    once = models.BooleanField()
    amount = models.BigIntegerField()
    taken_at = models.DateTimeField()
    given_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checkout", "coupon"], name="coupon_use_once_a_checkout"),
            models.UniqueConstraint(
                fields=["coupon", "buyer"], condition=Q(once=True, given_back_at=None), name="coupon_use_once_each"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, given_back_at=None) | Q(amount=0, given_back_at__isnull=False),
                name="coupon_use_given_back_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["coupon", "day"], condition=Q(given_back_at=None), name="coupon_use_day"),
            models.Index(fields=["coupon", "buyer"], condition=Q(given_back_at=None), name="coupon_use_buyer"),
        ]


class Shipment(models.Model):
    """One parcel. `delivered_at` comes from a carrier's event; `returned_at` or `lost_at` stops the inspection
    window. `carrier_code` is `carrier`, however the seller spelt it, as the courier's addresses do.
    """

    id = models.BigIntegerField(primary_key=True)
    order = models.OneToOneField(Order, on_delete=models.PROTECT, related_name="shipment")
    carrier = models.CharField(_("carrier"), max_length=40)
    carrier_code = models.CharField(max_length=40)
    number = models.CharField(_("tracking number"), max_length=40)
    tracked = models.BooleanField(default=False)
    shipped_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["carrier_code", "number"], name="shipment_number_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], condition=Q(tracked=True, delivered_at=None), name="shipment_to_ask"),
        ]

    @property
    def is_astray(self) -> bool:
        """Whether the carrier reported it lost or sent back, and it is not on its way again."""
        return self.returned_at is not None or self.lost_at is not None


class ShipmentEvent(models.Model):
    """What the carrier reported, as it came. Dated after `received_at` (old rows have none) it happened then."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="events", db_index=False)
    type = models.CharField(max_length=16)
    at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    text = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["shipment", "type", "at"], name="shipment_event_once")]
