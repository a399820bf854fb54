"""Conversations: the thread of an order, and a buyer's questions to a shop. What was said is never changed or taken
away (sql/keep_messages.sql).
"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.actor import Role
from marketplace.catalog.kept import KeptPhoto
from marketplace.catalog.models import Listing, Shop
from marketplace.orders.models import Order

SIDES = [(Role.BUYER.value, _("the buyer")), (Role.SELLER.value, _("the shop"))]
_USER = settings.AUTH_USER_MODEL


class Thread(models.Model):
    """What a buyer and a shop write to one another: about one order, or, without one, before buying.

    `last_at` is when the newest message was written. `buyer_read_at` and `seller_read_at` are the times of the newest
    messages a side has seen; when it saw them stands in `Reading`.
    """

    id = models.BigIntegerField(primary_key=True)
    shop = models.ForeignKey(Shop, on_delete=models.PROTECT, related_name="threads")
    buyer = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="threads")
    order = models.OneToOneField(Order, on_delete=models.PROTECT, null=True, related_name="thread")
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    buyer_read_at = models.DateTimeField(null=True)
    seller_read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["buyer", "shop"], condition=Q(order=None), name="thread_of_questions_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["buyer", "-last_at"], name="thread_buyer"),
            models.Index(fields=["shop", "-last_at"], name="thread_shop"),
        ]

    def side_of(self, user_id: int) -> Role | None:
        """On which side somebody writes; None for everybody else. Reads the shop."""
        return {self.buyer_id: Role.BUYER, self.shop.owner_id: Role.SELLER}.get(user_id)

    def owner_of(self, role: Role) -> int:
        """Who writes on a side."""
        return self.buyer_id if role is Role.BUYER else self.shop.owner_id

    def read_mark(self, role: Role) -> datetime | None:
        """Up to which time of writing a side has seen everything."""
        return self.buyer_read_at if role is Role.BUYER else self.seller_read_at


class Message(models.Model):
    """What one side wrote; `listing` is what a question is about. Append-only. Within a thread no two have one `at`."""

    id = models.BigIntegerField(primary_key=True)
    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    role = models.CharField(max_length=8, choices=SIDES)
    author = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(role__in=["buyer", "seller"]), name="message_by_a_side"),
            models.UniqueConstraint(fields=["thread", "at"], name="message_moment"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["author", "at"], name="message_author"),
        ]


class Reading(models.Model):
    """A side looked at a thread: at `at` it had seen everything up to the message of `up_to`. Append-only."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="readings")
    role = models.CharField(max_length=8, choices=SIDES)
    up_to = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["thread", "role", "up_to"], name="reading_once"),
        ]


class Photo(KeptPhoto):
    """A picture of a message. Append-only."""

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="photos")

    class Meta:
        ordering: ClassVar = ["id"]


class Subject(models.TextChoices):
    """What can be reported."""

    MESSAGE = "message", _("a message")
    LISTING = "listing", _("goods")
    REVIEW = "review", _("a review")
    SHOP = "shop", _("a shop")


class Ground(models.TextChoices):
    """Why something is reported."""

    FRAUD = "fraud", _("fraud, or a way around the safekeeping")
    FORBIDDEN = "forbidden", _("goods that may not be sold")
    COUNTERFEIT = "counterfeit", _("a counterfeit")
    ABUSE = "abuse", _("insults or threats")
    PRESSURE = "pressure", _("pressure about a review")
    SPAM = "spam", _("advertising, or the same again and again")
    OTHER = "other", _("something else")


class Report(models.Model):
    """Somebody says that something is not right; an operator looks at it and closes it with words."""

    id = models.BigIntegerField(primary_key=True)
    reporter = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="reports")
    subject = models.CharField(max_length=8, choices=Subject.choices)
    subject_id = models.BigIntegerField()
    ground = models.CharField(max_length=12, choices=Ground.choices)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(_USER, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reporter", "subject", "subject_id"], condition=Q(closed_at=None), name="report_once_open"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, answer="")
                | Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(answer=""),
                name="report_closed_with_words",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], condition=Q(closed_at=None), name="report_open"),
            models.Index(fields=["subject", "subject_id"], name="report_subject"),
        ]
