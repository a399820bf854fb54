"""The bank of a host whose operators are its provider: what arrived there, and what has to be sent from there."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from escrow.bank.states import ArrivalState, TransferState


class Transfer(models.Model):
    """Money that operators send from the bank by hand and tick off: a refund or a payout.

    `reference` is ours, written on the transfer; `bank_reference` is the bank's. Whom it goes to is copied: what stood
    on the list stays what it was. A refund goes back to the `arrival` it came from. Minor units.
    """

    kind = models.CharField(max_length=8, choices=[("refund", "refund"), ("payout", "payout")])
    reference = models.CharField(max_length=48, unique=True)
    subject_id = models.BigIntegerField()
    arrival = models.ForeignKey("Arrival", on_delete=models.PROTECT, null=True, related_name="refunds")
    holder = models.CharField(max_length=140)
    bank = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=40)
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=TransferState.choices, default=TransferState.LISTED)
    bank_reference = models.CharField(max_length=60, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_amount_positive"),
            models.CheckConstraint(
                condition=Q(state=TransferState.LISTED, ended_at=None)
                | (~Q(state=TransferState.LISTED) & ~Q(ended_at=None)),
                name="transfer_ended",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], condition=Q(state="listed"), name="transfer_to_carry_out"),
            models.Index(fields=["ended_at"], name="transfer_ended_at"),
        ]


class Arrival(models.Model):
    """One line of the bank statement that brought money: entered by one operator, booked by another.

    `claimed` is the reference of the payment it is for, as the operators read it; empty: nobody's. Or it is a
    `transfer` of ours that came back. `key` names the line: entered again, it is the same. Minor units.
    """

    key = models.CharField(max_length=80)
    value_on = models.DateField()
    currency = models.CharField(max_length=3)
    amount = models.BigIntegerField()
    payer = models.CharField(max_length=140, blank=True)
    payer_number = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=300, blank=True)
    bank_reference = models.CharField(max_length=60, blank=True)
    claimed = models.CharField(max_length=40, blank=True)
    transfer = models.ForeignKey(Transfer, on_delete=models.PROTECT, null=True, related_name="returns")
    state = models.CharField(max_length=12, choices=ArrivalState.choices, default=ArrivalState.ENTERED)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_constraint=False
    )
    entered_at = models.DateTimeField()
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="arrival_amount_positive"),
            models.CheckConstraint(condition=Q(claimed="") | Q(transfer=None), name="arrival_is_for_one_thing"),
            # Two see each line before it is money: whoever entered it, or said what it is for, does not book it.
            models.CheckConstraint(
                condition=~Q(state=ArrivalState.BOOKED)
                | (~Q(ended_by=None) & ~Q(ended_by=F("entered_by")) & ~Q(ended_by=F("matched_by"))),
                name="arrival_four_eyes",
            ),
            # Put away, a line may be entered anew.
            models.UniqueConstraint(fields=["key"], condition=~Q(state=ArrivalState.DISCARDED), name="arrival_once"),
            models.UniqueConstraint(
                fields=["transfer"], condition=Q(state=ArrivalState.BOOKED), name="arrival_returns_once"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["entered_at"], condition=Q(state="entered"), name="arrival_to_book"),
            models.Index(fields=["claimed"], condition=Q(state="booked"), name="arrival_of_payment"),
            models.Index(fields=["ended_at"], name="arrival_ended_at"),
        ]

    @property
    def reference(self) -> str:
        """What the books call it: the reference of its capture."""
        return f"A{self.pk}"
