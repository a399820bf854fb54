"""Everything the sandbox remembers.

Amounts are integers in minor units; `at` columns are the sandbox's clock (UTC); `due` columns are real Unix seconds.
"""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


def charge_id() -> str:
    """A new identifier of a charge."""
    return f"ch_{secrets.token_hex(12)}"


def chargeback_id() -> str:
    """A new identifier of a chargeback."""
    return f"cb_{secrets.token_hex(12)}"


def message_id() -> str:
    """A new identifier of a webhook message."""
    return f"msg_{secrets.token_hex(12)}"


class Control(models.Model):
    """The one row of switches."""

    objects: ClassVar[models.Manager["Control"]] = models.Manager()

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    clock_offset_seconds = models.BigIntegerField(default=0)
    webhooks = models.CharField(max_length=8, default="deliver")
    repeat = models.PositiveIntegerField(default=1)
    reorder = models.BooleanField(default=False)
    delay_seconds = models.FloatField(default=0)
    settle_after_seconds = models.FloatField(default=1)
    reject_next_refund = models.BooleanField(default=False)
    refuse_next_payout = models.BooleanField(default=False)
    crash_after_charge = models.BooleanField(default=False)

    @classmethod
    def current(cls) -> "Control":
        """The switches as they stand, or as they begin."""
        return cls.objects.filter(pk=1).first() or cls()


class Answer(models.Model):
    """The first answer given under an idempotency key."""

    objects: ClassVar[models.Manager["Answer"]] = models.Manager()

    key = models.CharField(max_length=255, primary_key=True)
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()


class Charge(models.Model):
    """Money taken from a buyer, once."""

    objects: ClassVar[models.Manager["Charge"]] = models.Manager()

    code = models.CharField(max_length=40, unique=True, default=charge_id)
    reference = models.CharField(max_length=200, db_index=True)
    amount_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    notify_url = models.TextField()
    captured_at = models.DateTimeField(db_index=True)

    class Meta:
        """Refunds never exceed the charge, whatever the code above does."""

        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, refunded_minor__lte=F("amount_minor")),
                name="refunded_within_charge",
            ),
        )


class Chargeback(models.Model):
    """A charge that its buyer's bank disputes: the money is taken back until somebody says who was right.

    `evidence` is what the merchant sent, as JSON, before `due_at`.
    """

    objects: ClassVar[models.Manager["Chargeback"]] = models.Manager()

    code = models.CharField(max_length=40, unique=True, default=chargeback_id)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=5, default="open")
    evidence = models.TextField(default="")
    due_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        """One at a time of a charge; what is lost is not disputed again."""

        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("charge",), condition=~Q(state="won"), name="one_chargeback_a_charge"),
        )


class LateCharge(models.Model):
    """A payment begun at the cashier that will be charged when `due_at` has passed."""

    objects: ClassVar[models.Manager["LateCharge"]] = models.Manager()

    reference = models.CharField(max_length=200, db_index=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    notify_url = models.TextField()
    due_at = models.DateTimeField()
    done = models.BooleanField(default=False)


class Outgoing(models.Model):
    """What refunds and payouts share: the merchant's reference, an amount, a state and its reason, a time to settle."""

    reference = models.CharField(max_length=200, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    notify_url = models.TextField()
    state = models.CharField(max_length=10, default="pending")
    reason = models.CharField(max_length=200, default="")
    planned_reason = models.CharField(max_length=200, default="")
    due = models.FloatField()
    requested_at = models.DateTimeField()
    changed_at = models.DateTimeField(db_index=True)

    class Meta:
        """Shared columns only."""

        abstract = True
        ordering = ("id",)


class Refund(Outgoing):
    """Money on its way back from a charge; one with a planned reason will be rejected."""

    objects: ClassVar[models.Manager["Refund"]] = models.Manager()

    charge = models.ForeignKey(Charge, on_delete=models.PROTECT)


class Payout(Outgoing):
    """Money on its way to a bank; one with a planned reason will be refused."""

    objects: ClassVar[models.Manager["Payout"]] = models.Manager()

    bank = models.CharField(max_length=200)
    holder = models.CharField(max_length=200)
    number = models.CharField(max_length=64)
    return_at = models.DateTimeField(null=True)


class Parcel(models.Model):
    """A parcel the courier carries."""

    objects: ClassVar[models.Manager["Parcel"]] = models.Manager()

    carrier = models.CharField(max_length=40)
    number = models.CharField(max_length=64)
    notify_url = models.TextField()
    state = models.CharField(max_length=10, default="accepted")

    class Meta:
        """A carrier gives a number once."""

        constraints = (models.UniqueConstraint(fields=("carrier", "number"), name="one_parcel_a_number"),)

    def history(self) -> models.QuerySet["ParcelEvent"]:
        """What happened to it, first things first."""
        return ParcelEvent.objects.filter(parcel=self)


class ParcelEvent(models.Model):
    """Something that happened to a parcel."""

    objects: ClassVar[models.Manager["ParcelEvent"]] = models.Manager()

    parcel = models.ForeignKey(Parcel, on_delete=models.CASCADE, related_name="+")
    type = models.CharField(max_length=10)
    at = models.DateTimeField()
    text = models.CharField(max_length=200)

    class Meta:
        """In the order they happened."""

        ordering = ("id",)


class Webhook(models.Model):
    """A message to the merchant, kept until it has been accepted `copies` times."""

    objects: ClassVar[models.Manager["Webhook"]] = models.Manager()

    message = models.CharField(max_length=40, default=message_id, unique=True)
    url = models.TextField()
    body = models.TextField()
    copies = models.PositiveIntegerField(default=1)
    accepted = models.PositiveIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    due = models.FloatField()
    state = models.CharField(max_length=8, default="waiting")

    class Meta:
        """The sender looks for waiting messages that are due."""

        indexes = (models.Index(fields=("state", "due"), name="webhook_due"),)
