"""What stands about all payouts of a book: where they go, when one is asked for by itself, and why none is sent."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from escrow.payments.states import AccountState, Rhythm


class PayoutAccount(models.Model):
    """Where money is sent: a book's, of which one is in use and one may wait to replace it; or a person's, for a
    rejected refund: the one entered last counts. `email` is the address its owner had when they named it.
    """

    id = models.BigIntegerField(primary_key=True)
    book_id = models.BigIntegerField(null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="payout_accounts", db_constraint=False
    )
    bank = models.CharField(max_length=80)
    holder = models.CharField(max_length=80)
    number = models.CharField(max_length=40)
    email = models.CharField(max_length=254, default="", blank=True)
    state = models.CharField(max_length=8, choices=AccountState.choices, default=AccountState.IN_USE)
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["book_id", "state"],
                condition=~Q(book_id=None) & Q(state__in=["in_use", "waiting"]),
                name="payout_account_one_a_book",
            ),
        ]


class PayoutSchedule(models.Model):
    """When a book's available money is paid out by itself, and the least that is worth it (minor units). Without a row
    it is paid out when somebody asks. Its times are those of the time zone `zone`.
    """

    book_id = models.BigIntegerField(primary_key=True)
    currency = models.CharField(max_length=3)
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices)
    minimum = models.BigIntegerField()
    zone = models.CharField(max_length=64)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(minimum__gt=0), name="payout_schedule_minimum")]


class PayoutStop(models.Model):
    """One reason why nothing that a book has asked to be paid out is sent: a suspension, or another bank account that
    waits. Only its own end lifts it.
    """

    id = models.BigAutoField(primary_key=True)
    book_id = models.BigIntegerField()
    cause = models.CharField(max_length=16)
    cause_id = models.BigIntegerField()
    stopped_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["cause", "cause_id"], name="payout_stop_cause_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["book_id"], condition=Q(lifted_at=None), name="payout_stop_open"),
        ]
